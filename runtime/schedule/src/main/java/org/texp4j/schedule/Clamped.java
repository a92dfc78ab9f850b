package org.texp4j.schedule;

import java.util.Objects;

/** A curve held between two bounds; see {@link Curve#clamped}. */
record Clamped(Curve curve, double minimum, double maximum) implements Curve {

  Clamped {
    Objects.requireNonNull(curve);
    Require.finite("minimum", minimum);
    Require.finite("maximum", maximum);
    if (minimum > maximum) {
      throw new IllegalArgumentException(
          "the lower bound " + minimum + " must not exceed the upper bound " + maximum);
    }
  }

  @Override
  public double at(long step) {
    double value = curve.at(step);
    if (Double.isNaN(value)) {
      throw new ArithmeticException(
          "the curve is not a number at step " + step + ", so it cannot be clamped: " + curve);
    }
    return clamp(value);
  }

  @Override
  public long nextBreak(long step) {
    return isOutside() ? Long.MAX_VALUE : curve.nextBreak(step);
  }

  @Override
  public boolean isConstantFrom(long step) {
    return isOutside() || curve.isConstantFrom(step);
  }

  @Override
  public Range range() {
    Range range = curve.range();
    return new Range(clamp(range.minimum()), clamp(range.maximum()));
  }

  /** Whether the whole curve is clamped to one value. */
  private boolean isOutside() {
    Range range = range();
    return range.minimum() == range.maximum();
  }

  private double clamp(double value) {
    return Math.max(minimum, Math.min(maximum, value));
  }
}
