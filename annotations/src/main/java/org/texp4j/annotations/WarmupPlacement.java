package org.texp4j.annotations;

/** Where a {@link Warmup} is placed. */
public enum WarmupPlacement {
  /** Before the main shape, which starts when the warm-up ends. */
  BEFORE,
  /** Over the main shape, whose first values are multiplied. */
  OVER
}
