package org.texp4j.schedule;

import java.util.List;

/** A curve that is multiplied by a factor at each boundary; see {@link Curve#stepDecay}. */
record StepDecay(double initial, double factor, List<Long> boundaries) implements Curve {

  StepDecay {
    Require.finite("initial", initial);
    Require.finite("factor", factor);
    boundaries = List.copyOf(boundaries);
    long previous = 0;
    for (long boundary : boundaries) {
      if (boundary <= previous) {
        throw new IllegalArgumentException(
            "boundaries must rise and be at least 1, but " + boundary + " follows " + previous);
      }
      previous = boundary;
    }
  }

  @Override
  public double at(long step) {
    int passed = 0;
    while (passed < boundaries.size() && boundaries.get(passed) <= step) {
      passed++;
    }
    return passed == 0 ? initial : initial * Math.pow(factor, passed);
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
