package org.texp4j.schedule;

/** Half a cosine from one value to another; see {@link Curve#cosineDecay}. */
record CosineDecay(double initial, double minimum, long steps) implements Curve {

  CosineDecay {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    Require.positive("steps", steps);
  }

  @Override
  public double at(long step) {
    double progress = Math.min(step, steps) / (double) steps;
    return minimum + (initial - minimum) * (1 + Math.cos(Math.PI * progress)) / 2;
  }

  @Override
  public long nextBreak(long step) {
    return step < steps && initial != minimum ? steps : Long.MAX_VALUE;
  }

  @Override
  public boolean isConstantFrom(long step) {
    return step >= steps || initial == minimum;
  }
}
