package org.texp4j.annotations;

/** The kind of normalization that makes a network's weights scale invariant. */
public enum Normalization {
  /** Batch normalization. */
  BATCH,
  /** Layer normalization. */
  LAYER,
  /** Group normalization. */
  GROUP,
  /** Instance normalization. */
  INSTANCE
}
