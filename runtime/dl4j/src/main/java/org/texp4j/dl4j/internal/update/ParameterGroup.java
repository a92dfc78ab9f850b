package org.texp4j.dl4j.internal.update;

/** The parameter group of a tensor: by which recipe it is trained. */
public enum ParameterGroup {
  /** The declared recipe, with its weight decay. */
  DECLARED,
  /** The converted recipe: a growing rate and no weight decay. */
  CONVERTED,
  /**
   * The declared recipe at a power of the scale of converted weights, b̃ = P^d b, for a bias that
   * is added to their output and scales with it: a step at the scale P^d, after which it and its
   * states are multiplied by the powers of (P'/P)^d that their degrees say.
   */
  FOLLOWING,
  /**
   * As {@link #FOLLOWING}, for a bias that batch normalization subtracts again: so that the sum,
   * its running mean and its rounding errors have the same scale.
   *
   * <p>Such a bias has no effect, and its gradient consists of rounding errors. A rule that is not
   * linear in the gradient, such as AdamW, may make whole steps of them; so with such a rule the
   * bias keeps its initial value, in the declared run as in the converted.
   */
  SUBTRACTED,
  /** No recipe: the tensor keeps its value. */
  FIXED
}
