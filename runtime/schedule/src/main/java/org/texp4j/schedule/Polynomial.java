package org.texp4j.schedule;

/** A power of the remaining part of the run; see {@link Curve#polynomial}. */
record Polynomial(double initial, double end, double power, long steps, boolean cycle)
    implements Curve {

  Polynomial {
    Require.finite("initial", initial);
    Require.finite("end", end);
    Require.positive("power", power);
    Require.positive("steps", steps);
  }

  @Override
  public double at(long step) {
    if (isConstantFrom(step)) {
      return end;
    }
    double left = left(step);
    double part = Math.pow(left / (step + left), power);
    return Blend.LINEAR.between(end, initial, part, 1 - part);
  }

  @Override
  public long nextBreak(long step) {
    if (isConstantFrom(step)) {
      return Long.MAX_VALUE;
    }
    return Steps.plus(step, cycle ? left(step) + 1 : left(step));
  }

  @Override
  public boolean isConstantFrom(long step) {
    return initial == end || !cycle && step >= steps;
  }

  @Override
  public Range range() {
    return Range.of(initial, end);
  }

  /** The steps to the end of the curve or cycle; the end belongs to the cycle before it. */
  private long left(long step) {
    return step == 0 ? steps : Math.floorMod(-step, steps);
  }
}
