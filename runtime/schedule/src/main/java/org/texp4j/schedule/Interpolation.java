package org.texp4j.schedule;

/** How a curve interpolates between given values. */
public enum Interpolation {
  /** Each value stays until the next. */
  PREVIOUS,
  /** Along a straight line. */
  LINEAR,
  /** Along half a cosine, level at both ends. */
  COSINE
}
