package org.texp4j.schedule;

import java.util.Objects;

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
  public Range range() {
    return first.range().times(second.range());
  }
}
