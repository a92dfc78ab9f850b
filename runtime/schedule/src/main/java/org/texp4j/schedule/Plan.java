package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A recipe together with the form it is run in: every step's coefficients.
 *
 * <p>Immutable in all that can be seen, and safe for use by several threads; each {@link #cursor}
 * is a walk of its own. A plan that exists can be run to its end: whatever has no equivalent is
 * refused on creation.
 *
 * <p>Coefficients are a function of the step, in the same bits from whatever step they are asked. A
 * jump over a stretch of constant rate, decay and momentum costs a few microseconds, however long
 * it is; other stretches are walked once and then from the nearest of the places that the plan
 * keeps.
 */
public final class Plan {

  /** float32 ends at 2^128. */
  private static final int FLOAT_EXPONENT = 128;

  private final Recipe recipe;
  private final Recipe equivalentRecipe;
  private final RecipeForm form;
  private final long origin;
  private final boolean corrected;
  private final CursorCache marks = new CursorCache();

  private Plan(Recipe recipe, RecipeForm form, long origin, boolean corrected) {
    this.recipe = recipe;
    this.form = form;
    this.origin = origin;
    this.corrected = corrected;
    equivalentRecipe = form == RecipeForm.TEXP_MINUS_MINUS ? recipe.withoutDrops() : recipe;
    requireConvertibleCurves();
    PlanCursor cursor = new PlanCursor(this);
    marks.note(cursor);
    if (!isConvertibleByRange()) {
      new PlanCursor(cursor).check(marks);
    }
  }

  /**
   * Converts a recipe.
   *
   * @throws IllegalArgumentException if a rate, decay or momentum leaves its range
   * @throws InconvertibleRecipeException if the recipe has no equivalent in this form: α ≤ 0 at
   *     some step, {@link RecipeForm#EXPONENTIAL} for a recipe that is not constant, or {@link
   *     RecipeForm#TEXP} and {@link RecipeForm#TEXP_MINUS_MINUS} for one that does not consist of
   *     constant phases
   */
  public static Plan of(Recipe recipe, RecipeForm form) {
    return new Plan(recipe, form, 0, true);
  }

  /**
   * This plan for a run that was as declared up to a step and is converted from there: P = 1 before
   * that step, where the plan begins.
   *
   * @param step from 0 to the length of the run, exclusive
   * @throws IllegalArgumentException if the step is outside the run
   */
  public Plan enteredAt(long step) {
    requireInside(step, 0, steps() - 1);
    return new Plan(recipe, form, step, corrected);
  }

  /**
   * This plan without its {@link #corrections} of the velocity: not the declared run, but the one
   * that is kicked along its weights wherever a correction is left out.
   */
  public Plan withoutCorrections() {
    return new Plan(recipe, form, origin, false);
  }

  /** The declared recipe. */
  public Recipe recipe() {
    return recipe;
  }

  /**
   * The recipe to which the plan is equivalent: the declared one, but for {@link
   * RecipeForm#TEXP_MINUS_MINUS}.
   */
  public Recipe equivalentRecipe() {
    return equivalentRecipe;
  }

  /** The form the recipe is run in. */
  public RecipeForm form() {
    return form;
  }

  /** The length of the run in steps. */
  public long steps() {
    return recipe.steps();
  }

  /** The step before which both runs are in one state: P = 1. */
  public long origin() {
    return origin;
  }

  /** Whether the velocity is corrected where the form asks for it. */
  public boolean isCorrected() {
    return corrected;
  }

  /** A walk from the first step. */
  public PlanCursor cursor() {
    return cursorAt(origin);
  }

  /**
   * A walk from a step, in the same bits as a walk from the first step that has come there.
   *
   * @param step from {@link #origin} to {@link #steps}
   * @throws IllegalArgumentException if the step is outside the plan
   */
  public PlanCursor cursorAt(long step) {
    requireInside(step, origin, steps());
    PlanCursor cursor = new PlanCursor(marks.before(step));
    cursor.moveTo(step, marks);
    return cursor;
  }

  /**
   * The change of coordinates before a step.
   *
   * @param step from {@link #origin} to {@link #steps}, where {@link #steps} means after the last
   * @throws IllegalArgumentException if the step is outside the plan
   */
  public Coordinates coordinatesAt(long step) {
    return cursorAt(step).coordinates();
  }

  /**
   * A step.
   *
   * @param step from {@link #origin} to {@link #steps}, exclusive
   * @throws IllegalArgumentException if the step is outside the plan
   */
  public Step at(long step) {
    requireInside(step, origin, steps() - 1);
    return cursorAt(step).next();
  }

  /** The number of {@link #phases}. */
  public long phaseCount() {
    long count = 0;
    for (long step = origin; step < steps(); step = equivalentRecipe.nextBreak(step)) {
      count++;
    }
    return count;
  }

  /** The stretches of the run between changes of formula, in order; together the whole run. */
  public List<Phase> phases() {
    return phases(Long.MAX_VALUE);
  }

  /**
   * The first of the {@link #phases}.
   *
   * @param limit no more than so many
   */
  public List<Phase> phases(long limit) {
    List<Phase> phases = new ArrayList<>();
    PlanCursor cursor = cursor();
    while (cursor.hasNext() && phases.size() < limit) {
      long start = cursor.position();
      long end = equivalentRecipe.nextBreak(start);
      Step first = cursor.next();
      Step last = first;
      if (cursor.position() < end) {
        marks.note(cursor);
        cursor = cursorAt(end - 1);
        last = cursor.next();
      }
      phases.add(new Phase(first, last, equivalentRecipe.isConstantFrom(start)));
    }
    return List.copyOf(phases);
  }

  /**
   * The corrections of the velocity that the form asks for, in order, whether or not this plan
   * makes them; none for {@link RecipeForm#WEIGHT_DECAY} and {@link RecipeForm#TEXP_PLUS_PLUS}.
   */
  public List<Correction> corrections() {
    List<Correction> corrections = new ArrayList<>();
    if (form.isSettled()) {
      double kappa = 0;
      long step = origin;
      while (step < steps()) {
        double next = coordinatesAt(step).kappa();
        if (next != kappa) {
          corrections.add(correction(step, kappa, next));
        }
        kappa = next;
        step = equivalentRecipe.nextBreak(step);
      }
    }
    return List.copyOf(corrections);
  }

  /** The kick along the left eigenvector of the map, which is what remains of it in the end. */
  private Correction correction(long step, double kappaBefore, double kappaAfter) {
    double eta = equivalentRecipe.learningRate().at(step);
    double lambda = equivalentRecipe.weightDecay().at(step);
    double gamma = equivalentRecipe.momentum().at(step);
    DecayMatrix map = equivalentRecipe.rule().decayMap(eta, lambda, gamma);
    double alpha = map.kept().high() - map.taken().high() * kappaAfter;
    double taken = map.taken().high();
    double cost =
        taken * (kappaBefore - kappaAfter) / (alpha - map.carried().high() - taken * kappaBefore);
    return new Correction(step, kappaBefore, kappaAfter, cost);
  }

  /**
   * The first step at which float32 without rescaling overflows: where the converted rate, or the
   * square of the scale after it that batch normalization sees, is 2^128 or more; empty if none.
   * Constant phases are searched by jumps, others are walked where they come close.
   */
  public OptionalLong firstFloatOverflow() {
    for (Phase phase : phases()) {
      long from = phase.first().index();
      long to = phase.last().index();
      if (!phase.constant()) {
        if (!mayOverflowFloat(phase)) {
          continue;
        }
        for (PlanCursor cursor = cursorAt(from); cursor.position() <= to; ) {
          if (overflowsFloat(cursor.next())) {
            return OptionalLong.of(cursor.position() - 1);
          }
        }
      } else if (overflowsFloat(phase.last())) {
        // P never falls, so at a constant rate neither does P P' η.
        while (from < to) {
          long middle = (from + to) >>> 1;
          boolean over = overflowsFloat(at(middle));
          from = over ? from : middle + 1;
          to = over ? middle : to;
        }
        return OptionalLong.of(from);
      }
    }
    return OptionalLong.empty();
  }

  /** Whether the largest declared rate would overflow at the end of a phase, as P never falls. */
  private boolean mayOverflowFloat(Phase phase) {
    double largest = equivalentRecipe.learningRate().range().maximum();
    ScaledDouble scale = phase.last().after().scale();
    // The product is rounded, and so may lie below a power of two that it is to reach.
    return Double.isInfinite(largest)
        || overflowsFloat(phase.last())
        || scale.times(scale).times(ScaledDouble.of(largest, 0)).exponent() >= FLOAT_EXPONENT - 1;
  }

  private static boolean overflowsFloat(Step step) {
    return step.rate().exponent() >= FLOAT_EXPONENT
        || 2 * step.after().scale().exponent() >= FLOAT_EXPONENT;
  }

  private void requireConvertibleCurves() {
    if (form == RecipeForm.EXPONENTIAL && !recipe.isConstant()) {
      throw new InconvertibleRecipeException(
          recipe.firstChange(),
          "EXPONENTIAL converts constant rate, decay and momentum only, but they change at step "
              + recipe.firstChange()
              + "; TEXP_PLUS_PLUS converts any schedule");
    }
    if (form.isSettled()) {
      for (long step = origin; step < steps(); step = equivalentRecipe.nextBreak(step)) {
        if (!equivalentRecipe.isConstantFrom(step)) {
          throw new InconvertibleRecipeException(
              step,
              form
                  + " converts phases of constant rate, decay and momentum only, but they change"
                  + " step by step from step "
                  + step
                  + "; TEXP_PLUS_PLUS converts any schedule");
        }
      }
    }
  }

  /**
   * Whether the ranges of the curves alone show that every step can be converted: κ' rises with η,
   * λ, γ and κ, so no recipe gets beyond the fixed point of its largest values (Li and Arora 2020,
   * section 2; there for the heavy ball).
   */
  private boolean isConvertibleByRange() {
    Range eta = equivalentRecipe.learningRate().range();
    Range lambda = equivalentRecipe.weightDecay().range();
    Range gamma = equivalentRecipe.momentum().range();
    boolean inRange =
        Math.min(eta.minimum(), Math.min(lambda.minimum(), gamma.minimum())) >= 0
            && Math.max(eta.maximum(), lambda.maximum()) <= Double.MAX_VALUE
            && gamma.maximum() < 1;
    return inRange
        && (form == RecipeForm.WEIGHT_DECAY
            || eta.maximum() * lambda.maximum() < equivalentRecipe.rule().bound(gamma.maximum()));
  }

  private void requireInside(long step, long first, long last) {
    if (step < first || step > last) {
      throw new IllegalArgumentException(
          "step " + step + " is outside the run's " + first + " … " + last);
    }
  }
}
