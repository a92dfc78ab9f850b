package org.texp4j.schedule;

/** A curve that is multiplied by a factor over equal lengths; see {@link Curve#exponential}. */
record Exponential(double initial, double factor, long every, boolean staircase) implements Curve {

  Exponential {
    Require.finite("initial", initial);
    Require.positive("factor", factor);
    Require.positive("every", every);
  }

  @Override
  public double at(long step) {
    if (isConstant()) {
      return initial;
    }
    // Integer powers apart: rounding step/every would cost digits in proportion to the logarithm.
    double value = initial * Math.pow(factor, step / every);
    return staircase ? value : value * Math.pow(factor, step % every / (double) every);
  }

  @Override
  public long nextBreak(long step) {
    return staircase && !isConstant() ? Steps.nextMultiple(step, every) : Long.MAX_VALUE;
  }

  @Override
  public boolean isConstantFrom(long step) {
    return staircase || isConstant();
  }

  @Override
  public Range range() {
    if (isConstant()) {
      return Range.of(initial);
    }
    return Range.of(initial, factor < 1 ? 0.0 : initial * Double.POSITIVE_INFINITY);
  }

  private boolean isConstant() {
    return factor == 1 || initial == 0;
  }
}
