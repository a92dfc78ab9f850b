package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;

/** Steps at which a curve changes: strictly increasing, each at least 1. */
record Boundaries(List<Long> steps) {

  Boundaries {
    steps = List.copyOf(steps);
    long previous = 0;
    for (long step : steps) {
      if (step <= previous) {
        throw new IllegalArgumentException(
            "boundaries must increase and be at least 1, but " + step + " follows " + previous);
      }
      previous = step;
    }
  }

  static Boundaries of(long... steps) {
    List<Long> boundaries = new ArrayList<>();
    for (long step : steps) {
      boundaries.add(step);
    }
    return new Boundaries(boundaries);
  }

  int count() {
    return steps.size();
  }

  /** Requires one value before the first boundary and one from each boundary on. */
  void requireValues(int count) {
    if (count != steps.size() + 1) {
      throw new IllegalArgumentException(
          steps.size() + " boundaries separate " + (steps.size() + 1) + " values, not " + count);
    }
  }

  long get(int index) {
    return steps.get(index);
  }

  /** The number of boundaries at or before a step, by bisection and without allocation. */
  int passed(long step) {
    int low = 0;
    int high = steps.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (steps.get(middle) <= step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first boundary after a step, or {@link Long#MAX_VALUE} if there is none. */
  long after(long step) {
    int passed = passed(step);
    return passed < steps.size() ? steps.get(passed) : Long.MAX_VALUE;
  }
}
