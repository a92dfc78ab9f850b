package org.texp4j.annotations;

/** How {@link OneCycle} goes from one value to the next. */
public enum Annealing {
  /** Along half a cosine, level at both ends. */
  COSINE,
  /** On a straight line. */
  LINEAR
}
