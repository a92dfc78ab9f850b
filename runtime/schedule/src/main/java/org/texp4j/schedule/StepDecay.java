package org.texp4j.schedule;

import java.util.List;

/** A curve that is multiplied by a factor at each boundary; see {@link Curve#stepDecay}. */
record StepDecay(double initial, double factor, List<Long> boundaries) implements Curve {

  StepDecay {
    Require.finite("initial", initial);
    Require.finite("factor", factor);
    boundaries = List.copyOf(boundaries);
    Require.rising("boundaries", boundaries);
  }

  @Override
  public double at(long step) {
    int passed = PiecewiseConstant.passed(boundaries, step);
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
