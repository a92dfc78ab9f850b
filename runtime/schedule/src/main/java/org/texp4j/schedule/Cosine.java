package org.texp4j.schedule;

/** A number of cosine waves; see {@link Curve#cosine}. */
record Cosine(double initial, double minimum, double cycles, long steps) implements Curve {

  Cosine {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    Require.positive("cycles", cycles);
    Require.positive("steps", steps);
  }

  @Override
  public double at(long step) {
    double s = Math.min(step, steps);
    double length = steps;
    // cycles · s modulo the length, exactly, as the distance to the nearest peak: so that the zeros
    // of the curve are exact after any number of waves.
    double product = cycles * s;
    double rest = Math.IEEEremainder(product, length);
    double lost = Math.copySign(1, rest) * Math.fma(cycles, s, -product);
    double fromPeak = Math.abs(rest);
    double toMinimum = length / 2 - fromPeak - lost;
    return Blend.COSINE.between(initial, minimum, Math.abs(fromPeak + lost), Math.abs(toMinimum));
  }

  @Override
  public long nextBreak(long step) {
    return isConstantFrom(step) ? Long.MAX_VALUE : steps;
  }

  @Override
  public boolean isConstantFrom(long step) {
    return initial == minimum || step >= steps;
  }

  @Override
  public Range range() {
    return Range.of(initial, minimum);
  }
}
