package org.texp4j.schedule;

/** How a curve goes from one given value to the next. */
public enum Interpolation {
  /** It keeps each value until the next. */
  PREVIOUS,
  /** Along a straight line. */
  LINEAR,
  /** Along half a cosine, level at both ends. */
  COSINE
}
