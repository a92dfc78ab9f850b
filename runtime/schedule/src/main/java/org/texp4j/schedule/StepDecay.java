package org.texp4j.schedule;

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
    Range range = Range.of(initial);
    for (int passed = 1; passed <= boundaries.count(); passed++) {
      range = range.and(Range.of(after(passed)));
    }
    return range;
  }

  private double after(int passed) {
    return passed == 0 ? initial : initial * Math.pow(factor, passed);
  }
}
