package org.texp4j.annotations;

/** Where a {@link Warmup} stands. */
public enum WarmupPlacement {
  /** Before the main shape, which starts at its end. */
  BEFORE,
  /** Over the main shape, whose first values it multiplies. */
  OVER
}
