package org.texp4j.schedule;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Two curves multiplied; see {@link Curve#times}. */
record Product(Curve first, Curve second) implements Curve {

  Product {
    Objects.requireNonNull(first);
    Objects.requireNonNull(second);
  }

  @Override
  public double at(long step) {
    return first.at(step) * second.at(step);
  }

  @Override
  public long nextBreak(long step) {
    return Math.min(first.nextBreak(step), second.nextBreak(step));
  }

  @Override
  public boolean isConstantFrom(long step) {
    return first.isConstantFrom(step) && second.isConstantFrom(step);
  }

  @Override
  public OptionalLong firstContradiction(long steps) {
    return Stream.of(first, second)
        .flatMapToLong(curve -> curve.firstContradiction(steps).stream())
        .min();
  }

  @Override
  public Range range() {
    return first.range().times(second.range());
  }
}
