package org.texp4j.processor.check;

import java.util.OptionalLong;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.ScaledDouble;

/** Where a converted run leaves the range of float32. */
record FloatRange(Plan plan) {

  /** float32 ends at 2^128. */
  private static final int EXPONENT = 128;

  /** A walk over this many steps takes about a tenth of a second. */
  private static final long LONGEST_WALK = 1_000_000;

  /** The first step whose rate or squared scale is out of range. */
  OptionalLong end() {
    return plan.steps() <= LONGEST_WALK ? plan.firstFloatOverflow() : ofScale();
  }

  /**
   * The scale never falls, so its step can be found by bisection; doubling comes first, so that no
   * steps beyond it are walked in vain.
   */
  private OptionalLong ofScale() {
    long within = 0;
    long outside = Math.min(LONGEST_WALK, plan.steps());
    while (!leavesRange(outside)) {
      if (outside == plan.steps()) {
        return OptionalLong.empty();
      }
      within = outside;
      outside = Math.min(2 * outside, plan.steps());
    }
    while (outside - within > 1) {
      long middle = within + (outside - within) / 2;
      if (leavesRange(middle)) {
        outside = middle;
      } else {
        within = middle;
      }
    }
    return OptionalLong.of(within);
  }

  /** Whether the scale is out of range after a number of steps. */
  private boolean leavesRange(long steps) {
    return leavesRange(plan.coordinatesAt(steps).scale());
  }

  private static boolean leavesRange(ScaledDouble scale) {
    return 2 * scale.exponent() >= EXPONENT;
  }
}
