package org.texp4j.processor.check;

import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;

/** A walk over the steps at which a recipe may differ from the step before. */
final class Walk {

  private final Recipe recipe;

  Walk(Recipe recipe) {
    this.recipe = recipe;
  }

  /** The first step at which something holds; looks at one step of each constant stretch. */
  OptionalLong first(LongPredicate holds) {
    long step = 0;
    while (step < recipe.steps()) {
      if (holds.test(step)) {
        return OptionalLong.of(step);
      }
      step = next(step);
    }
    return OptionalLong.empty();
  }

  /** Whether there are at most so many steps to look at. */
  boolean isAtMost(long most) {
    long looked = 0;
    long step = 0;
    while (step < recipe.steps() && looked <= most) {
      long end = nextBreak(step);
      looked += isConstantFrom(step) ? 1 : end - step;
      step = end;
    }
    return looked <= most;
  }

  private long next(long step) {
    return isConstantFrom(step) ? nextBreak(step) : step + 1;
  }

  private long nextBreak(long step) {
    return curves().mapToLong(curve -> curve.nextBreak(step)).reduce(recipe.steps(), Math::min);
  }

  private boolean isConstantFrom(long step) {
    return curves().allMatch(curve -> curve.isConstantFrom(step));
  }

  private Stream<Curve> curves() {
    return Stream.of(recipe.learningRate(), recipe.weightDecay(), recipe.momentum());
  }
}
