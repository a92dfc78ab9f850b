package org.texp4j.schedule;

/** Half cosines, one after another, for ever; see {@link Curve#cosineRestarts}. */
record CosineRestarts(
    double initial, double minimum, long firstLength, double multiplier, double decay)
    implements Curve {

  CosineRestarts {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    Require.positive("firstLength", firstLength);
    // From 2⁶³ on there is no second restart, and the estimate of the period could overflow.
    if (!(multiplier >= 1 && multiplier < Long.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "multiplier must be at least 1 and below 2⁶³, but is " + multiplier);
    }
    Require.decay(decay);
  }

  @Override
  public double at(long step) {
    long period = period(step);
    double peak = initial * Math.pow(decay, period);
    double done = step - start(period);
    double left = start(period + 1) - step;
    return Blend.COSINE.between(peak, minimum, done, left);
  }

  @Override
  public long nextBreak(long step) {
    return isConstant() ? Long.MAX_VALUE : start(period(step) + 1);
  }

  @Override
  public boolean isConstantFrom(long step) {
    return isConstant();
  }

  @Override
  public Range range() {
    return decay == 1 ? Range.of(initial, minimum) : Range.of(initial, minimum, 0.0);
  }

  private boolean isConstant() {
    return initial == minimum && decay == 1;
  }

  /** The number of restarts at or before a step. */
  private long period(long step) {
    double lengths = step / (double) firstLength;
    double estimate =
        multiplier == 1
            ? lengths
            : Math.log1p(lengths * (multiplier - 1)) / Math.log1p(multiplier - 1);
    long period = (long) estimate;
    while (start(period) > step) {
      period--;
    }
    while (start(period + 1) <= step && start(period + 1) < Long.MAX_VALUE) {
      period++;
    }
    return period;
  }

  /** The step of a restart: firstLength (multiplier^period − 1)/(multiplier − 1), rounded. */
  private long start(long period) {
    double growth = multiplier - 1;
    double lengths = growth == 0 ? period : Math.expm1(period * Math.log1p(growth)) / growth;
    return Math.round(firstLength * lengths);
  }
}
