package org.texp4j.processor.model;

import java.util.Optional;
import org.texp4j.processor.model.shape.Constant;
import org.texp4j.processor.model.shape.Shape;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/** A hyperparameter over the run, without mistakes and with its lengths in the declared units. */
public record DeclaredCurve(double initial, Shape shape, Optional<Warmup> warmup) {

  /** A rise at the start. */
  public record Warmup(Length length, double from, WarmupShape shape, WarmupPlacement placement) {

    /** Whether the main shape starts at its end. */
    public boolean isBefore() {
      return placement == WarmupPlacement.BEFORE;
    }

    /** Whether it is plain: linear, and before the main shape. */
    public boolean isPlain() {
      return isBefore() && shape == WarmupShape.LINEAR;
    }
  }

  /** A constant value. */
  public static DeclaredCurve constant(double value) {
    return new DeclaredCurve(value, new Constant(), Optional.empty());
  }

  /** Whether it is constant. */
  public boolean isConstant() {
    return shape instanceof Constant && warmup.isEmpty();
  }

  /** This curve from another initial value. */
  public DeclaredCurve from(double value) {
    return new DeclaredCurve(value, shape, warmup);
  }

  /**
   * The curve over a run.
   *
   * @throws UnsupportedOperationException unless the shape is known
   */
  public Curve over(Span run) {
    return warmup.isPresent() ? warmedUp(warmup.get(), run) : shape.curve(initial, run);
  }

  private Curve warmedUp(Warmup rise, Span run) {
    long taken = rise.length.in(run);
    Curve main = shape.curve(initial, rise.isBefore() ? run.without(taken) : run);
    return rise.isPlain()
        ? Curve.linearWarmup(rise.from, taken, main)
        : Curve.warmup(
            new org.texp4j.schedule.Warmup(taken, rise.from, rise.shape, rise.placement), main);
  }
}
