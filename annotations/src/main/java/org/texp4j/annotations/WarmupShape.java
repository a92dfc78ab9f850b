package org.texp4j.annotations;

/** How a {@link Warmup} rises from the fraction f, for t from 0 to 1. */
public enum WarmupShape {
  /** Not at all: f until the end of the warm-up. */
  CONSTANT,
  /** In a straight line: f + (1 − f)t. */
  LINEAR,
  /** Along half a cosine: f + (1 − f)(1 − cos(πt))/2. */
  COSINE,
  /** By a constant factor per step: f<sup>1 − t</sup>. */
  EXPONENTIAL
}
