package org.texp4j.schedule;

/** A linear rise, then a fall as the inverse root of the time; see {@link Curve#noam}. */
record Noam(double peak, long warmup) implements Curve {

  Noam {
    Require.finite("peak", peak);
    Require.positive("warmup", warmup);
  }

  @Override
  public double at(long step) {
    double count = step + 1.0;
    return peak * (step < warmup ? count / warmup : Math.sqrt(warmup / count));
  }

  @Override
  public long nextBreak(long step) {
    return step < warmup - 1 ? warmup - 1 : Long.MAX_VALUE;
  }

  @Override
  public Range range() {
    return Range.of(0.0, peak);
  }
}
