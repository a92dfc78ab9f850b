package org.texp4j.annotations;

/** What lies between two values. */
public enum Interpolation {
  /** A straight line. */
  LINEAR,
  /** Half a cosine, level at both ends. */
  COSINE
}
