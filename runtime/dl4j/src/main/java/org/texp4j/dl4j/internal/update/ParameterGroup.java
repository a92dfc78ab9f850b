package org.texp4j.dl4j.internal.update;

/** How a tensor is trained in a run. */
public enum ParameterGroup {
  /** The declared recipe, with its weight decay. */
  DECLARED,
  /** The converted recipe: a growing rate and no weight decay. */
  CONVERTED,
  /**
   * The declared recipe at a power of the scale of converted weights, b̃ = P^d b, for a bias that
   * is added to what they make and scales along with it: ṽ ← γṽ + g̃, b̃ ← b̃ − P^2d ηṽ, and then
   * b̃ ← b̃ (P'/P)^d, ṽ ← ṽ (P/P')^d.
   */
  FOLLOWING,
  /**
   * The same for a bias that batch normalization subtracts again: so the sum, its running mean and
   * its rounding scale as one.
   *
   * <p>Such a bias changes nothing and has no gradient but rounding. AdamW, which divides a
   * gradient by its own size, would make whole steps of that; so with AdamW the bias stays as it
   * is, in the declared run as in the converted.
   */
  SUBTRACTED,
  /** No recipe: the tensor stays as it is. */
  FIXED
}
