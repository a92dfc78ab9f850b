package org.texp4j.schedule;

/** A curve that always has the same value; see {@link Curve#constant}. */
record Constant(double value) implements Curve {

  Constant {
    Require.finite("value", value);
  }

  @Override
  public double at(long step) {
    return value;
  }

  @Override
  public boolean isConstantFrom(long step) {
    return true;
  }

  @Override
  public Range range() {
    return Range.of(value);
  }
}
