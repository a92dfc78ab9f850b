package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** A sound shape of a hyperparameter over the run; callers pass the initial value and the span. */
public interface Shape {

  /**
   * The curve from an initial value over a span.
   *
   * @throws UnsupportedOperationException unless the curve {@link #isKnown}
   */
  Curve curve(double initial, Span span);

  /** The code that makes this curve; {@code steps} is the length of the span. */
  Expression code(double initial, Expression steps);

  /** This shape in words. */
  ShapeDescription describe(double initial);

  /** Whether the curve is known at compile time. */
  default boolean isKnown() {
    return true;
  }
}
