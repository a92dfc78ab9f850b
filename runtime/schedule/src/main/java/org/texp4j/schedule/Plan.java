package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * A recipe together with the form it is run in: every step's coefficients.
 *
 * <p>Immutable and safe for use by several threads; each {@link #cursor} is a walk of its own. A
 * plan that exists can be run to its end: whatever has no equivalent is refused on creation.
 */
public final class Plan {

  private final Recipe recipe;
  private final Conversion conversion;

  private Plan(Recipe recipe, Conversion conversion) {
    this.recipe = recipe;
    this.conversion = conversion;
  }

  /**
   * Converts a recipe.
   *
   * @throws IllegalArgumentException if a rate, decay or momentum leaves its range
   * @throws InconvertibleRecipeException if the recipe has no equivalent in this form: α ≤ 0 at
   *     some step, or {@link Conversion#EXPONENTIAL} for a recipe that is not constant
   */
  public static Plan of(Recipe recipe, Conversion conversion) {
    if (conversion == Conversion.EXPONENTIAL && !recipe.isConstant()) {
      throw new InconvertibleRecipeException(
          recipe.firstChange(),
          "EXPONENTIAL converts constant rate, decay and momentum only, but they change at step "
              + recipe.firstChange()
              + "; TEXP_PLUS_PLUS converts any schedule");
    }
    Plan plan = new Plan(recipe, conversion);
    plan.check();
    return plan;
  }

  /** The declared recipe. */
  public Recipe recipe() {
    return recipe;
  }

  /** The form the recipe is run in. */
  public Conversion conversion() {
    return conversion;
  }

  /** The length of the run in steps. */
  public long steps() {
    return recipe.steps();
  }

  /** A walk from step 0. */
  public PlanCursor cursor() {
    return new PlanCursor(recipe, conversion);
  }

  /**
   * A walk from a step, in the same bits as a walk from step 0 that has come there.
   *
   * @param step from 0 to {@link #steps}
   * @throws IllegalArgumentException if the step is outside the run
   */
  public PlanCursor cursorAt(long step) {
    if (step < 0 || step > steps()) {
      throw new IllegalArgumentException("step " + step + " is outside the run's 0 … " + steps());
    }
    PlanCursor cursor = cursor();
    while (cursor.position() < step) {
      cursor.advance();
    }
    return cursor;
  }

  /**
   * The change of coordinates before a step.
   *
   * @param step from 0 to {@link #steps}, where {@link #steps} means after the last
   * @throws IllegalArgumentException if the step is outside the run
   */
  public Coordinates coordinatesAt(long step) {
    return cursorAt(step).coordinates();
  }

  /** The stretches of the run between changes of formula, in order; together the whole run. */
  public List<Phase> phases() {
    List<Long> starts = recipe.phaseStarts();
    List<Phase> phases = new ArrayList<>();
    PlanCursor cursor = cursor();
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.get(i + 1) : steps();
      Step first = cursor.next();
      while (cursor.position() < end - 1) {
        cursor.advance();
      }
      Step last = cursor.position() < end ? cursor.next() : first;
      phases.add(new Phase(first, last, recipe.isConstantFrom(first.index())));
    }
    return List.copyOf(phases);
  }

  private void check() {
    PlanCursor cursor = cursor();
    while (cursor.hasNext()) {
      long step = cursor.position();
      requireRange("learning rate", recipe.learningRate().at(step), Double.MAX_VALUE, step);
      requireRange("weight decay", recipe.weightDecay().at(step), Double.MAX_VALUE, step);
      requireRange("momentum", recipe.momentum().at(step), Math.nextDown(1.0), step);
      cursor.advance();
    }
  }

  private static void requireRange(String name, double value, double maximum, long step) {
    if (!(value >= 0 && value <= maximum)) {
      throw new IllegalArgumentException(
          name
              + " at step "
              + step
              + " is "
              + value
              + "; it must be at least 0 and "
              + (maximum < 1 ? "less than 1" : "finite"));
    }
  }
}
