package org.texp4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Figures, as milliseconds of steps, in the order they were taken; at least one. */
final class Sample {

  private final double[] milliseconds;

  private Sample(double[] milliseconds) {
    if (milliseconds.length == 0) {
      throw new IllegalArgumentException("no step was measured");
    }
    this.milliseconds = milliseconds;
  }

  static Sample of(List<Double> milliseconds) {
    return new Sample(milliseconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double median() {
    return median(milliseconds);
  }

  double min() {
    return Arrays.stream(milliseconds).min().orElseThrow();
  }

  double max() {
    return Arrays.stream(milliseconds).max().orElseThrow();
  }

  int count() {
    return milliseconds.length;
  }

  /**
   * The median over blocks of the ratio of the medians in a block.
   *
   * <p>Where both took their n-th block one after the other, a machine that slows down in between
   * the blocks slows both, and the ratio stays.
   *
   * @param block the steps in a block; an incomplete last one is not counted
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
    return Arrays.copyOfRange(milliseconds, index * length, (index + 1) * length);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
