package org.texp4j.dl4j.data;

/** Training data that knows its size and can start at any epoch. */
public interface EpochData {

  /** The number of examples in an epoch. */
  long examples();

  /** Puts the data at the start of an epoch, counted from 0. */
  void startEpoch(long epoch);
}
