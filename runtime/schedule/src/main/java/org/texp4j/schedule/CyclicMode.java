package org.texp4j.schedule;

/** How high the cycles of {@link Curve#cyclic} rise (Smith 2017). */
public enum CyclicMode {
  /** All alike. */
  TRIANGULAR,
  /** Each half as high as the one before. */
  TRIANGULAR2,
  /** By decay^step: falling within the cycle, too. */
  EXPONENTIAL_RANGE
}
