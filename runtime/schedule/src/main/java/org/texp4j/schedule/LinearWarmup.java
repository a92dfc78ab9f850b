package org.texp4j.schedule;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
  public List<Long> breaks() {
    return Stream.concat(Stream.of(steps), main.breaks().stream().map(b -> b + steps)).toList();
  }

  @Override
  public boolean isConstantFrom(long step) {
    return step < steps ? from == 1 : main.isConstantFrom(step - steps);
  }
}
