package org.texp4j.schedule;

/**
 * How a rate that was stable decays; with t from 0 to 1 along the decay, the part of the way that
 * is left. See {@link Curve#warmupStableDecay}.
 */
public enum DecayShape {
  /** 1 − t. */
  LINEAR(Blend.LINEAR),
  /** (1 + cos πt)/2. */
  COSINE(Blend.COSINE),
  /** 1 − √t: steep at first (Hägele et al. 2024, who found it the best of these). */
  ONE_MINUS_SQRT(Blend.SQUARE_ROOT);

  final Blend blend;

  DecayShape(Blend blend) {
    this.blend = blend;
  }
}
