package org.texp4j.schedule;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An interval that holds every value of a {@link Curve}, ends included.
 *
 * <p>It is a proof, not an estimate: whoever knows that a maximum is below a bound need not look at
 * the single steps. It may be wider than the values are; only an unbounded range may hold a value
 * that is not a number.
 *
 * @param minimum no value is below it; may be −∞
 * @param maximum no value is above it; may be ∞
 */
public record Range(double minimum, double maximum) {

  /** The range of a curve of which nothing is known, not even that its values are numbers. */
  public static final Range UNKNOWN = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException unless minimum ≤ maximum
   */
  public Range {
    if (!(minimum <= maximum)) {
      throw new IllegalArgumentException(
          "a range goes from its minimum to its maximum, but is given " + minimum + ", " + maximum);
    }
  }

  /** The smallest range that holds these values, at least one. */
  static Range of(Collection<Double> values) {
    return new Range(Collections.min(values), Collections.max(values));
  }

  /** The smallest range that holds these values, at least one. */
  static Range of(Double... values) {
    return of(List.of(values));
  }

  /** The smallest range that holds two ranges. */
  Range and(Range other) {
    return new Range(Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
  }

  /** A range that holds every product of values from two ranges. */
  Range times(Range other) {
    double[] corners = {
      minimum * other.minimum,
      minimum * other.maximum,
      maximum * other.minimum,
      maximum * other.maximum
    };
    // 0 · ∞: the product may be anything.
    boolean known = DoubleStream.of(corners).noneMatch(Double::isNaN);
    return known ? of(DoubleStream.of(corners).boxed().toList()) : UNKNOWN;
  }
}
