package org.texp4j.schedule;

import java.util.List;

/** A curve with one value from each boundary on; see {@link Curve#piecewiseConstant}. */
record PiecewiseConstant(List<Double> values, List<Long> boundaries) implements Curve {

  PiecewiseConstant {
    values = List.copyOf(values);
    boundaries = List.copyOf(boundaries);
    Require.rising("boundaries", boundaries);
    if (values.size() != boundaries.size() + 1) {
      throw new IllegalArgumentException(
          boundaries.size()
              + " boundaries separate one value more than that, but there are "
              + values.size());
    }
    values.forEach(value -> Require.finite("value", value));
  }

  /** The number of boundaries at or before a step. */
  static int passed(List<Long> boundaries, long step) {
    int passed = 0;
    while (passed < boundaries.size() && boundaries.get(passed) <= step) {
      passed++;
    }
    return passed;
  }

  @Override
  public double at(long step) {
    return values.get(passed(boundaries, step));
  }

  @Override
  public List<Long> breaks() {
    return boundaries;
  }

  @Override
  public boolean isConstantFrom(long step) {
    return true;
  }
}
