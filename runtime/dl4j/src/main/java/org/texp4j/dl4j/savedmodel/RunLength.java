package org.texp4j.dl4j.savedmodel;

/**
 * The length of a run, which a Deeplearning4j configuration does not contain.
 *
 * @param steps the number of iterations of the whole run, from its first; at least 1
 * @param stepsPerEpoch the number of iterations in an epoch, by which schedules in epochs are
 *     converted; at least 1
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
