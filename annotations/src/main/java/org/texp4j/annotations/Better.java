package org.texp4j.annotations;

/** Which of two values of a metric is better. */
public enum Better {
  /** The higher one, as of an accuracy. */
  HIGHER,
  /** The lower one, as of an error. */
  LOWER
}
