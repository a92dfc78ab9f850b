package org.texp4j.schedule;

import java.util.List;

/** A curve with a new value from each boundary on; see {@link Curve#piecewiseConstant}. */
record PiecewiseConstant(List<Double> values, Boundaries boundaries) implements Curve {

  PiecewiseConstant {
    values = List.copyOf(values);
    boundaries.requireValues(values.size());
    values.forEach(value -> Require.finite("value", value));
  }

  @Override
  public double at(long step) {
    return values.get(boundaries.passed(step));
  }

  @Override
  public long nextBreak(long step) {
    return boundaries.after(step);
  }

  @Override
  public boolean isConstantFrom(long step) {
    return true;
  }

  @Override
  public Range range() {
    return Range.of(values);
  }
}
