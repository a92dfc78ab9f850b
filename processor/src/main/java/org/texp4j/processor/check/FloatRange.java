package org.texp4j.processor.check;

import java.util.OptionalLong;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Step;

/** Where a converted run leaves the range of float32. */
record FloatRange(Plan plan) {

  /** float32 ends at 2^128. */
  private static final int EXPONENT = 128;

  /** A walk over so many steps takes a tenth of a second or so. */
  private static final long LONGEST_WALK = 1_000_000;

  /** The first step whose rate or squared scale is out of range. */
  OptionalLong end() {
    return plan.steps() <= LONGEST_WALK ? byWalking() : ofScale();
  }

  private OptionalLong byWalking() {
    PlanCursor cursor = plan.cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      if (step.rate().exponent() >= EXPONENT || leavesRange(step.after().scale().exponent())) {
        return OptionalLong.of(step.index());
      }
    }
    return OptionalLong.empty();
  }

  /** The scale alone never falls, so its step can be searched for. */
  private OptionalLong ofScale() {
    long within = -1;
    long outside = plan.steps();
    while (outside - within > 1) {
      long middle = within + (outside - within) / 2;
      if (leavesRange(plan.coordinatesAt(middle + 1).scale().exponent())) {
        outside = middle;
      } else {
        within = middle;
      }
    }
    return outside < plan.steps() ? OptionalLong.of(outside) : OptionalLong.empty();
  }

  private static boolean leavesRange(long exponentOfScale) {
    return 2 * exponentOfScale >= EXPONENT;
  }
}
