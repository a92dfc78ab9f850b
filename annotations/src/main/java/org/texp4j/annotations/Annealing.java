package org.texp4j.annotations;

/** How {@link OneCycle} moves from one value to the next. */
public enum Annealing {
  /** Along half a cosine, flat at both ends. */
  COSINE,
  /** In a straight line. */
  LINEAR
}
