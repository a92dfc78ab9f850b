package org.texp4j.schedule;

/**
 * How a stable rate decays: the factor of its height above the minimum, where t runs from 0 to 1
 * along the decay. See {@link Curve#warmupStableDecay}.
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
