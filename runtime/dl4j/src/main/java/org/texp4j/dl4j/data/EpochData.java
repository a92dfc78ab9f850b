package org.texp4j.dl4j.data;

import java.util.Optional;

/**
 * Data whose order in an epoch is a pure function of the epoch, so that a run can resume in any
 * epoch with the order it would have had there.
 *
 * <p>Where such data say that they support asynchronous reading, batches are read ahead by another
 * thread while a step is taken; one thread at a time.
 */
public interface EpochData {

  /** The number of examples in an epoch. */
  long examples();

  /**
   * A digest of the examples, whatever their order: two data sets with the same digest are the
   * same. Empty where the data do not know one.
   */
  default Optional<String> digest() {
    return Optional.empty();
  }

  /**
   * Goes to the start of an epoch.
   *
   * @param epoch the epoch, from 0
   * @throws IllegalArgumentException if the epoch is negative
   */
  void startEpoch(long epoch);
}
