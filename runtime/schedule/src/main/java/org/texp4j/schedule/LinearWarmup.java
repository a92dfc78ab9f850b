package org.texp4j.schedule;

import java.util.Objects;

/** A linear rise followed by another curve; see {@link Curve#linearWarmup}. */
record LinearWarmup(double from, long steps, Curve main) implements Curve {

  LinearWarmup {
    if (!(from >= 0 && from <= 1)) {
      throw new IllegalArgumentException("from must lie between 0 and 1, but is " + from);
    }
    Require.positive("steps", steps);
    Objects.requireNonNull(main);
  }

  @Override
  public double at(long step) {
    return step < steps ? main.at(0) * (from + (1 - from) * step / steps) : main.at(step - steps);
  }

  @Override
  public long nextBreak(long step) {
    if (step < steps) {
      return steps;
    }
    long next = main.nextBreak(step - steps);
    return next < Long.MAX_VALUE - steps ? next + steps : Long.MAX_VALUE;
  }

  @Override
  public boolean isConstantFrom(long step) {
    return step < steps ? from == 1 : main.isConstantFrom(step - steps);
  }
}
