package org.texp4j.schedule;

import java.util.List;
import java.util.OptionalLong;

/** Curves one after another; see {@link Curve#join}. */
record Join(List<Curve> curves, Boundaries boundaries) implements Curve {

  Join {
    curves = List.copyOf(curves);
    boundaries.requireValues(curves.size());
  }

  @Override
  public double at(long step) {
    int index = boundaries.passed(step);
    return curves.get(index).at(step - start(index));
  }

  @Override
  public long nextBreak(long step) {
    int index = boundaries.passed(step);
    long start = start(index);
    long own = Steps.plus(start, curves.get(index).nextBreak(step - start));
    return Math.min(own, boundaries.after(step));
  }

  @Override
  public boolean isConstantFrom(long step) {
    int index = boundaries.passed(step);
    return curves.get(index).isConstantFrom(step - start(index));
  }

  @Override
  public Range range() {
    return curves.stream().map(Curve::range).reduce(Range::union).orElseThrow();
  }

  @Override
  public OptionalLong firstContradiction(long steps) {
    for (int index = 0; index < curves.size() && start(index) < steps; index++) {
      long end = index < boundaries.count() ? Math.min(boundaries.get(index), steps) : steps;
      OptionalLong found = curves.get(index).firstContradiction(end - start(index));
      if (found.isPresent()) {
        return OptionalLong.of(start(index) + found.getAsLong());
      }
    }
    return OptionalLong.empty();
  }

  private long start(int index) {
    return index == 0 ? 0 : boundaries.get(index - 1);
  }
}
