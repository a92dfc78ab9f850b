package org.texp4j.dl4j.internal.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.texp4j.dl4j.chart.LineChart.Point;

/**
 * A curve of any length, kept as the lowest and the highest value of each of a bounded number of
 * equal segments, so that a spike of a single step stays visible.
 *
 * <p>A segment is a power of two of steps long, the shortest at which the curve fits. Not safe for
 * use by several threads.
 */
final class Envelope {

  private final double[] low;
  private final double[] high;
  private final double[] sum;
  private final double[] sumOfSteps;
  private final long[] lowAt;
  private final long[] highAt;
  private final long[] count;

  /** The length of a segment is 2 to this power. */
  private int shift;

  private int used;

  /**
   * Creates an empty curve.
   *
   * @param segments the largest number of segments kept; there are up to twice as many points
   */
  Envelope(int segments) {
    low = new double[segments];
    high = new double[segments];
    sum = new double[segments];
    sumOfSteps = new double[segments];
    lowAt = new long[segments];
    highAt = new long[segments];
    count = new long[segments];
  }

  /** Adds the value at a step; steps increase. A value that is not finite counts as none. */
  void add(long step, double value) {
    while (step >> shift >= low.length) {
      halve();
    }
    int segment = (int) (step >> shift);
    used = Math.max(used, segment + 1);
    if (Double.isFinite(value)) {
      merge(segment, value, step, value, step, value, step, 1);
    }
  }

  /** Merges each pair of segments into one. */
  private void halve() {
    for (int from = 0; from < used; from++) {
      double lowest = low[from];
      double highest = high[from];
      double total = sum[from];
      double steps = sumOfSteps[from];
      long many = count[from];
      count[from] = 0;
      if (many > 0) {
        merge(from / 2, lowest, lowAt[from], highest, highAt[from], total, steps, many);
      }
    }
    used = (used + 1) / 2;
    Arrays.fill(count, used, count.length, 0);
    shift++;
  }

  private void merge(
      int into,
      double lowest,
      long atLow,
      double highest,
      long atHigh,
      double total,
      double steps,
      long many) {
    boolean empty = count[into] == 0;
    if (empty || lowest < low[into]) {
      low[into] = lowest;
      lowAt[into] = atLow;
    }
    if (empty || highest > high[into]) {
      high[into] = highest;
      highAt[into] = atHigh;
    }
    sum[into] = (empty ? 0 : sum[into]) + total;
    sumOfSteps[into] = (empty ? 0 : sumOfSteps[into]) + steps;
    count[into] += many;
  }

  /**
   * The lowest and the highest point of each segment, in the order of steps; one point that is not
   * finite for a segment without a value.
   *
   * @param unit the number of steps in a unit of the horizontal axis
   */
  List<Point> points(double unit) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      if (count[i] == 0) {
        points.add(gap(i, unit));
        continue;
      }
      Point lowest = new Point(lowAt[i] / unit, low[i]);
      Point highest = new Point(highAt[i] / unit, high[i]);
      points.add(lowAt[i] < highAt[i] ? lowest : highest);
      if (lowAt[i] != highAt[i]) {
        points.add(lowAt[i] < highAt[i] ? highest : lowest);
      }
    }
    return points;
  }

  /**
   * The mean of each segment, at the mean of its steps.
   *
   * @param unit the number of steps in a unit of the horizontal axis
   */
  List<Point> means(double unit) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      points.add(
          count[i] == 0
              ? gap(i, unit)
              : new Point(sumOfSteps[i] / count[i] / unit, sum[i] / count[i]));
    }
    return points;
  }

  private Point gap(int segment, double unit) {
    return new Point(middle(segment) / unit, Double.NaN);
  }

  private double middle(int segment) {
    long length = 1L << shift;
    return segment * length + (length - 1) / 2.0;
  }
}
