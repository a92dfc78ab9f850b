package org.texp4j.dl4j.update;

/** How a tensor is trained in a run. */
public enum Recipient {
  /** The declared recipe, with its weight decay. */
  DECLARED,
  /** The converted recipe: a growing rate and no weight decay. */
  CONVERTED,
  /**
   * The declared recipe in the scale of converted weights, for a bias that batch normalization
   * subtracts from their output: so their sum, its running mean and its rounding scale as one.
   *
   * <p>Such a bias changes nothing and has no gradient but rounding. AdamW, which divides a
   * gradient by its own size, would make whole steps of that; so with AdamW the bias stays as it
   * is, in the declared run as in the converted.
   */
  SUBTRACTED,
  /** No recipe: the tensor stays as it is. */
  FIXED
}
