package org.texp4j.dl4j.internal.update;

/** The parameter group of a tensor: by which recipe it is trained. */
public enum ParameterGroup {
  /** The declared recipe, with its weight decay. */
  DECLARED,
  /** The converted recipe: a growing rate and no weight decay. */
  CONVERTED,
  /**
   * The declared recipe at a power of the scale of converted weights, b̃ = P^d b, for a bias that
   * is added to their output and scales with it: ṽ ← γṽ + g̃, b̃ ← b̃ − P^2d ηṽ, and then b̃ ← b̃
   * (P'/P)^d, ṽ ← ṽ (P/P')^d.
   */
  FOLLOWING,
  /**
   * As {@link #FOLLOWING}, for a bias that batch normalization subtracts again: so that the sum,
   * its running mean and its rounding errors have the same scale.
   *
   * <p>Such a bias has no effect, and its gradient consists of rounding errors. AdamW, which
   * divides a gradient by its own size, would make whole steps of them; so with AdamW the bias
   * keeps its initial value, in the declared run as in the converted.
   */
  SUBTRACTED,
  /** No recipe: the tensor keeps its value. */
  FIXED
}
