package org.texp4j.schedule;

import java.util.List;

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
  public List<Long> breaks() {
    return List.of();
  }

  @Override
  public boolean isConstantFrom(long step) {
    return true;
  }
}
