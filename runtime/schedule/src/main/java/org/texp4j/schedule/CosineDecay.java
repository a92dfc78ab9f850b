package org.texp4j.schedule;

import java.util.List;

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
  public List<Long> breaks() {
    return initial == minimum ? List.of() : List.of(steps);
  }

  @Override
  public boolean isConstantFrom(long step) {
    return step >= steps || initial == minimum;
  }
}
