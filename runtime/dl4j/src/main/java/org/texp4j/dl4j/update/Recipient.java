package org.texp4j.dl4j.update;

/** How a tensor is trained in a run. */
public enum Recipient {
  /** The declared recipe, with its weight decay. */
  DECLARED,
  /** The converted recipe: a growing rate and no weight decay. */
  CONVERTED,
  /**
   * The declared recipe, for a bias that batch normalization subtracts from converted weights'
   * output. It has no gradient but rounding; it is held at the shift of those weights, so that the
   * sum they enter rounds in the same bits wherever the weights are held.
   */
  SUBTRACTED
}
