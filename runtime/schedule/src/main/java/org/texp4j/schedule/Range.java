package org.texp4j.schedule;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A closed interval that contains every value of a {@link Curve}.
 *
 * <p>It is a proof, not an estimate: if a maximum is below a bound, so is the value at every step.
 * It may be wider than the values. Only {@link #UNKNOWN} may belong to a curve with values that are
 * not numbers.
 *
 * @param minimum no value is below it; may be −∞
 * @param maximum no value is above it; may be ∞
 */
public record Range(double minimum, double maximum) {

  /** The range of a curve about which nothing is known, not even that its values are numbers. */
  public static final Range UNKNOWN = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException unless minimum ≤ maximum
   */
  public Range {
    if (!(minimum <= maximum)) {
      throw new IllegalArgumentException(
          "the minimum " + minimum + " of a range must not exceed its maximum " + maximum);
    }
  }

  /** Returns the smallest range that contains these values, of which there is at least one. */
  static Range of(Collection<Double> values) {
    return new Range(Collections.min(values), Collections.max(values));
  }

  /** Returns the smallest range that contains these values, of which there is at least one. */
  static Range of(Double... values) {
    return of(List.of(values));
  }

  /** Returns the smallest range that contains both ranges. */
  Range union(Range other) {
    return new Range(Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
  }

  /** Returns a range that contains every product of values from two ranges. */
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
