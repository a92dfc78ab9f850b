package org.texp4j.dl4j.normalization;

/**
 * A layer of a running network whose ε can be moved away from the one that was declared.
 *
 * <p>An exponential run scales what a normalization reads by a factor P that changes with every
 * step. N_ε(Pz) = N_{ε/P²}(z), so the layer computes what it would on the weight-decay run when ε̃
 * = P²ε is set before the step. The configuration, and with it a saved model, keeps the declared ε.
 * Not safe for use by several threads.
 */
public interface AdjustableEpsilon {

  /** The ε that is added to the variance now; the declared one until another is set. */
  double epsilon();

  /**
   * Sets the ε of all later passes.
   *
   * @param value in units of the squared input; not negative and finite
   * @throws IllegalArgumentException if it is negative, infinite or not a number
   */
  void epsilon(double value);
}
