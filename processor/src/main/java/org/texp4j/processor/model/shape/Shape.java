package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** A shape that is free of mistakes, without the initial value and the span it is given. */
public sealed interface Shape
    permits Constant,
        CosineDecay,
        CosineRestarts,
        CustomCurve,
        Cyclic,
        ExponentialDecay,
        FlatThenCosine,
        InverseSquareRootDecay,
        InverseTimeDecay,
        LinearDecay,
        OneCycle,
        OneCycleMomentum,
        PiecewiseConstant,
        PiecewiseInterpolated,
        PolynomialDecay,
        SigmoidDecay,
        StepDecay,
        WarmupStableDecay {

  /**
   * The curve from an initial value over a span.
   *
   * @throws UnsupportedOperationException unless the curve {@link #isKnown}
   */
  Curve curve(double initial, Span span);

  /** The code that makes this curve; {@code steps} is the length of the span. */
  Term code(double initial, Term steps);

  /** How it is told. */
  Words words(double initial);

  /** Whether the compiler can tell the curve. */
  default boolean isKnown() {
    return true;
  }
}
