package org.texp4j.annotations;

/** How {@link WarmupStableDecay} falls, for t from 0 to 1. */
public enum DecayShape {
  /** In a straight line: 1 − t. */
  LINEAR,
  /** Along half a cosine: (1 + cos(πt))/2. */
  COSINE,
  /** Fast at first: 1 − √t. */
  ONE_MINUS_SQRT
}
