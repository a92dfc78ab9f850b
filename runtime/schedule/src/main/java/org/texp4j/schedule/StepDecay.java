package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;

/** A curve that is multiplied by a factor at each boundary; see {@link Curve#stepDecay}. */
record StepDecay(double initial, double factor, Boundaries boundaries) implements Curve {

  StepDecay {
    Require.finite("initial", initial);
    Require.finite("factor", factor);
  }

  @Override
  public double at(long step) {
    return after(boundaries.passed(step));
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
    List<Double> values = new ArrayList<>();
    for (int passed = 0; passed <= boundaries.count(); passed++) {
      values.add(after(passed));
    }
    return Range.of(values);
  }

  private double after(int passed) {
    return passed == 0 ? initial : initial * Math.pow(factor, passed);
  }
}
