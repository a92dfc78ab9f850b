package org.texp4j.dl4j.normalization;

/**
 * A normalization in a network whose ε can be set to another value than the declared one.
 *
 * <p>An exponential run scales the input of a normalization by a factor P that changes with every
 * step. Since N_ε(Pz) = N_{ε/P²}(z), the layer computes the same as in the weight-decay run if ε̃ =
 * P²ε is set before the step. The configuration, and thus a saved model, keeps the declared ε. Not
 * safe for use by several threads.
 */
public interface AdjustableEpsilon {

  /** The current ε, which is added to the variance; initially the declared one. */
  double epsilon();

  /**
   * Sets the ε for all later passes.
   *
   * @param value ε, in units of the squared input; finite and not negative
   * @throws IllegalArgumentException if it is negative, infinite or not a number
   */
  void epsilon(double value);
}
