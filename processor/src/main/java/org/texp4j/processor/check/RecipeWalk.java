package org.texp4j.processor.check;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;

/** A walk over the steps at which a recipe may differ from the step before. */
final class RecipeWalk {

  private final Recipe recipe;
  private final List<Curve> curves;

  RecipeWalk(Recipe recipe) {
    this.recipe = recipe;
    this.curves = List.of(recipe.learningRate(), recipe.weightDecay(), recipe.momentum());
  }

  /** The first step at which a condition holds; tests one step of each constant segment. */
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

  /** Whether there are at most a number of steps to test. */
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
    long next = recipe.steps();
    for (Curve curve : curves) {
      next = Math.min(next, curve.nextBreak(step));
    }
    return next;
  }

  private boolean isConstantFrom(long step) {
    for (Curve curve : curves) {
      if (!curve.isConstantFrom(step)) {
        return false;
      }
    }
    return true;
  }
}
