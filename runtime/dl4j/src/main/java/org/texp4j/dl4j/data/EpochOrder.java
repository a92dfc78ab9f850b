package org.texp4j.dl4j.data;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The order in which the epochs of data in memory serve their examples, and the place that a reader
 * has reached.
 */
final class EpochOrder {

  private final LongFunction<int[]> orders;

  private long epoch;
  private int[] order;
  private int position;

  /** Starts at epoch 0 of data whose order is a function of the epoch. */
  EpochOrder(LongFunction<int[]> orders) {
    this.orders = orders;
    start(0);
  }

  /** The order as given in all epochs. */
  static EpochOrder asGiven(int examples) {
    return new EpochOrder(epoch -> IntStream.range(0, examples).toArray());
  }

  long epoch() {
    return epoch;
  }

  void start(long newEpoch) {
    if (newEpoch < 0) {
      throw new IllegalArgumentException("epoch must be at least 0, but is " + newEpoch);
    }
    epoch = newEpoch;
    position = 0;
    order = orders.apply(epoch);
  }

  void startNext() {
    start(epoch + 1);
  }

  boolean hasNext() {
    return position < order.length;
  }

  /**
   * Returns the indices of the next examples, fewer at the end of the epoch.
   *
   * @param most the largest number, at least 1
   * @param example what an example is called in a message
   * @throws IllegalArgumentException if {@code most} is less than 1
   * @throws NoSuchElementException at the end of the epoch
   */
  int[] next(int most, String example) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "a batch must have at least 1 " + example + ", not " + most);
    }
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " has no more batches; call reset()");
    }
    int from = position;
    position += Math.min(most, order.length - from);
    return Arrays.copyOfRange(order, from, position);
  }
}
