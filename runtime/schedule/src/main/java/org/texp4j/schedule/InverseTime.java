package org.texp4j.schedule;

/** A curve that falls as an inverse power of the time; see {@link Curve#inverseTime}. */
record InverseTime(double initial, double rate, long every, double power, boolean staircase)
    implements Curve {

  InverseTime {
    Require.finite("initial", initial);
    Require.atLeastZero("rate", rate);
    Require.positive("every", every);
    Require.positive("power", power);
  }

  @Override
  public double at(long step) {
    double time = staircase ? step / every : step / (double) every;
    return initial / Math.pow(1 + rate * time, power);
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
    return isConstant() ? Range.of(initial) : Range.of(0.0, initial);
  }

  private boolean isConstant() {
    return rate == 0 || initial == 0;
  }
}
