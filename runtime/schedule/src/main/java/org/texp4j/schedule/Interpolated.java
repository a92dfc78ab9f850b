package org.texp4j.schedule;

import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A curve through given values, of which the last stays; see {@link Curve#interpolated}.
 *
 * @param positions the position of each value: increasing, the first at or before step 0; in some
 *     conventions between two steps
 */
record Interpolated(List<Double> values, List<Double> positions, Blend blend) implements Curve {

  Interpolated {
    values = List.copyOf(values);
    positions = List.copyOf(positions);
    values.forEach(value -> Require.finite("value", value));
  }

  /** Returns a curve with its first value at step 0 and each other at a boundary. */
  static Curve of(List<Double> values, Blend blend, long... boundaries) {
    Boundaries.of(boundaries).requireValues(values.size());
    if (Set.copyOf(values).size() == 1) {
      return new Constant(values.get(0));
    }
    DoubleStream rest = LongStream.of(boundaries).asDoubleStream();
    return new Interpolated(
        values, DoubleStream.concat(DoubleStream.of(0), rest).boxed().toList(), blend);
  }

  /** Returns a curve with one value for some steps, at least 0, and then on to another value. */
  static Curve afterFlat(
      String name, double initial, double end, long flat, long steps, Blend blend) {
    if (flat < 0 || flat >= steps) {
      throw new IllegalArgumentException(
          name + " must be at least 0 and less than steps, " + steps + ", but is " + flat);
    }
    return flat == 0
        ? of(List.of(initial, end), blend, steps)
        : of(List.of(initial, initial, end), blend, flat, steps);
  }

  @Override
  public double at(long step) {
    int next = passed(step);
    if (next == values.size()) {
      return values.get(next - 1);
    }
    return blend.between(
        values.get(next - 1),
        values.get(next),
        step - positions.get(next - 1),
        positions.get(next) - step);
  }

  @Override
  public long nextBreak(long step) {
    int next = passed(step);
    return next == values.size() ? Long.MAX_VALUE : (long) Math.ceil(positions.get(next));
  }

  @Override
  public boolean isConstantFrom(long step) {
    int next = passed(step);
    return next == values.size() || values.get(next - 1).equals(values.get(next));
  }

  @Override
  public Range range() {
    return Range.of(values);
  }

  /** The number of positions at or before a step. */
  private int passed(long step) {
    int low = 1;
    int high = positions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (positions.get(middle) <= step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
