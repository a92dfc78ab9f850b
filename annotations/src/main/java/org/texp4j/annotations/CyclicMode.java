package org.texp4j.annotations;

/** How the height of the cycles of {@link Cyclic} changes. */
public enum CyclicMode {
  /** All cycles have the same height. */
  TRIANGULAR,
  /** Each cycle is half as high as the one before. */
  TRIANGULAR2,
  /** The height at step s is multiplied by decay<sup>s</sup>. */
  EXPONENTIAL_RANGE
}
