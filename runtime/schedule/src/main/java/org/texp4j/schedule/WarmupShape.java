package org.texp4j.schedule;

/** How the factor of a {@link Warmup} rises to 1, with t = step/steps from 0 to 1. */
public enum WarmupShape {
  /** from, until the warm-up ends. */
  CONSTANT,
  /** from + (1 − from) t. */
  LINEAR,
  /** from + (1 − from)(1 − cos πt)/2. */
  COSINE,
  /** from^(1 − t), which needs from &gt; 0. */
  EXPONENTIAL
}
