package org.texp4j.dl4j.savedmodel;

/**
 * What a Deeplearning4j configuration does not say of its run.
 *
 * @param steps the length of the whole run in iterations, from its very first
 * @param stepsPerEpoch the number of iterations in an epoch; counts where a schedule goes by epochs
 */
public record RunLength(long steps, long stepsPerEpoch) {

  /**
   * Creates a length.
   *
   * @throws IllegalArgumentException if a number is less than 1
   */
  public RunLength {
    if (steps < 1 || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "steps and stepsPerEpoch must be at least 1, but are " + steps + " and " + stepsPerEpoch);
    }
  }
}
