package org.texp4j.schedule;

import java.util.OptionalLong;

/** Half cosines, one after another, without end; see {@link Curve#cosineRestarts}. */
record CosineRestarts(
    double initial, double minimum, long firstLength, double multiplier, double decay)
    implements Curve {

  private static final double ROUNDING = 0x1p-40;

  CosineRestarts {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    Require.positive("firstLength", firstLength);
    // From 2⁶³ on there would be no second restart, and the estimated period could overflow.
    if (!(multiplier >= 1 && multiplier < Long.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "multiplier must be at least 1 and below 2⁶³, but is " + multiplier);
    }
    Require.decay(decay);
  }

  @Override
  public double at(long step) {
    long period = period(step);
    double done = step - start(period);
    double left = end(period) - step;
    return Blend.COSINE.between(peak(period), minimum, done, left);
  }

  @Override
  public long nextBreak(long step) {
    return isConstant() ? Long.MAX_VALUE : end(period(step));
  }

  @Override
  public boolean isConstantFrom(long step) {
    return peak(period(step)) == minimum;
  }

  @Override
  public Range range() {
    return decay == 1 ? Range.of(initial, minimum) : Range.of(initial, minimum, 0.0);
  }

  /**
   * Peaks move towards 0, so only those of a curve that falls to a minimum above 0 can cross it.
   */
  @Override
  public OptionalLong firstContradiction(long steps) {
    long last = period(steps - 1);
    if (initial < minimum || !isBelowMinimum(last)) {
      return OptionalLong.empty();
    }
    long above = 0;
    long below = last;
    while (above + 1 < below) {
      long middle = (above + below) >>> 1;
      if (isBelowMinimum(middle)) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return OptionalLong.of(start(below));
  }

  /** A peak that is below only by rounding is not. */
  private boolean isBelowMinimum(long period) {
    return peak(period) < minimum * (1 - ROUNDING);
  }

  private boolean isConstant() {
    return initial == minimum && decay == 1;
  }

  private double peak(long period) {
    return initial * Math.pow(decay, period);
  }

  /** The number of restarts at or before a step. */
  private long period(long step) {
    if (multiplier == 1) {
      return step / firstLength;
    }
    double growth = multiplier - 1;
    double lengths = step / (double) firstLength;
    long period = (long) (Math.log1p(lengths * growth) / Math.log1p(growth));
    while (start(period) > step) {
      period--;
    }
    while (end(period) <= step && end(period) < Long.MAX_VALUE) {
      period++;
    }
    return period;
  }

  /** The step of a restart: firstLength (multiplier^period − 1)/(multiplier − 1), rounded. */
  private long start(long period) {
    if (multiplier == 1) {
      return period * firstLength;
    }
    double growth = multiplier - 1;
    return Math.round(firstLength * (Math.expm1(period * Math.log1p(growth)) / growth));
  }

  private long end(long period) {
    return multiplier == 1 ? Steps.plus(start(period), firstLength) : start(period + 1);
  }
}
