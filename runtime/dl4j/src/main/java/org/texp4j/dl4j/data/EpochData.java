package org.texp4j.dl4j.data;

import java.util.Optional;

/**
 * Data whose order in an epoch is a pure function of the epoch, so that a run can resume in any
 * epoch with the same order.
 *
 * <p>An iterator that implements this interface and supports asynchronous reading is read ahead by
 * another thread during steps; it is used by one thread at a time.
 */
public interface EpochData {

  /** The number of examples in an epoch. */
  long examples();

  /**
   * A digest of the examples, independent of their order: data sets with equal digests are the
   * same. Empty, the default, if the data has none.
   */
  default Optional<String> digest() {
    return Optional.empty();
  }

  /**
   * Moves to the start of an epoch.
   *
   * @param epoch the epoch, from 0
   * @throws IllegalArgumentException if the epoch is negative
   */
  void startEpoch(long epoch);
}
