package org.texp4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measured values, such as the milliseconds of steps, in the order they were taken; at least one.
 */
final class Sample {

  private final double[] values;

  private Sample(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    this.values = values;
  }

  static Sample of(List<Double> values) {
    return new Sample(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double median() {
    return median(values);
  }

  double min() {
    return Arrays.stream(values).min().orElseThrow();
  }

  double max() {
    return Arrays.stream(values).max().orElseThrow();
  }

  int count() {
    return values.length;
  }

  /**
   * The median over all blocks of the ratio of the two medians within a block.
   *
   * <p>If the n-th blocks of both samples were measured one after the other, a machine that slows
   * down between blocks slows both, and the ratio remains.
   *
   * @param block the number of values in a block; an incomplete last block is not counted
   */
  double pairedRatio(Sample other, int block) {
    int blocks = Math.min(count(), other.count()) / block;
    double[] ratios =
        IntStream.range(0, blocks)
            .mapToDouble(i -> median(block(i, block)) / median(other.block(i, block)))
            .toArray();
    return median(ratios);
  }

  private double[] block(int index, int length) {
    return Arrays.copyOfRange(values, index * length, (index + 1) * length);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
