package org.texp4j.annotations;

/** How {@link PiecewiseInterpolated} moves from one value to the next. */
public enum Interpolation {
  /** In a straight line. */
  LINEAR,
  /** Along half a cosine, flat at both ends. */
  COSINE
}
