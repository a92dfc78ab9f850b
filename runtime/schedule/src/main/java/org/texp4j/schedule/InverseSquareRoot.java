package org.texp4j.schedule;

/** A curve that falls as the inverse root of the time; see {@link Curve#inverseSquareRoot}. */
record InverseSquareRoot(double initial, long timescale) implements Curve {

  InverseSquareRoot {
    Require.finite("initial", initial);
    Require.positive("timescale", timescale);
  }

  @Override
  public double at(long step) {
    double scale = timescale;
    return initial * Math.sqrt(scale / (step + scale));
  }

  @Override
  public Range range() {
    return Range.of(0.0, initial);
  }
}
