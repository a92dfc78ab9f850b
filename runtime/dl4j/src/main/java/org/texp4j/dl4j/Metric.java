package org.texp4j.dl4j;

import java.util.Objects;

/**
 * A number by which networks are compared on evaluation data, such as an accuracy.
 *
 * @param name its name, such as {@code accuracy}; in a network with several outputs, that of the
 *     output comes first: {@code digit.accuracy}
 * @param better which of two values is better
 * @param isFraction whether it is a fraction from 0 to 1, shown in per cent
 */
public record Metric(String name, Better better, boolean isFraction) {

  /** Which of two values of a metric is better. */
  public enum Better {
    /** The higher one, as of an accuracy. */
    HIGHER,
    /** The lower one, as of an error. */
    LOWER
  }

  /**
   * Creates a metric.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Metric {
    Objects.requireNonNull(better, "better");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a metric must have a name");
    }
  }

  /** A metric of which the higher value is better. */
  public static Metric higherIsBetter(String name) {
    return new Metric(name, Better.HIGHER, false);
  }

  /** A metric of which the lower value is better. */
  public static Metric lowerIsBetter(String name) {
    return new Metric(name, Better.LOWER, false);
  }

  /** This metric under another name. */
  public Metric named(String otherName) {
    return new Metric(otherName, better, isFraction);
  }

  /** Whether a value is better than another; NaN is better than none, and any other than NaN. */
  public boolean isBetter(double value, double other) {
    if (Double.isNaN(value) || Double.isNaN(other)) {
      return !Double.isNaN(value);
    }
    return better == Better.HIGHER ? value > other : value < other;
  }
}
