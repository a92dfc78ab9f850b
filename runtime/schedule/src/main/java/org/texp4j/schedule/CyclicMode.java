package org.texp4j.schedule;

/** How high the cycles of {@link Curve#cyclic} rise (Smith 2017). */
public enum CyclicMode {
  /** All equally high. */
  TRIANGULAR,
  /** Each half as high as the one before. */
  TRIANGULAR2,
  /** Lower by decay^step, which also falls within a cycle. */
  EXPONENTIAL_RANGE
}
