package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A recipe together with the form it is run in: the coefficients of every step.
 *
 * <p>A plan that exists can be run to its end: a recipe without an equivalent is refused on
 * creation. Immutable to its users, and safe for use by several threads; each {@link #cursor} is
 * independent of the others.
 *
 * <p>Coefficients are a function of the step alone: the same bits from whatever step a walk starts.
 * A jump over consecutive steps of constant rate, decay and momentum costs a few microseconds,
 * however many they are; where values change at every step, the plan walks once and caches cursors
 * from which later walks start.
 */
public final class Plan {

  /** float32 ends at 2^128. */
  private static final int FLOAT_EXPONENT = 128;

  private final Recipe recipe;
  private final Recipe equivalentRecipe;
  private final RecipeForm form;
  private final long origin;
  private final boolean corrected;
  private final CursorCache cache = new CursorCache();

  private Plan(Recipe recipe, RecipeForm form, long origin, boolean corrected) {
    this.recipe = recipe;
    this.form = form;
    this.origin = origin;
    this.corrected = corrected;
    equivalentRecipe = form.equivalentRecipe(recipe);
    form.requireSuitable(equivalentRecipe, origin);
    PlanCursor cursor = new PlanCursor(this);
    cache.offer(cursor);
    if (!isConvertibleByRange()) {
      new PlanCursor(cursor).check(cache);
    }
  }

  /**
   * Converts a recipe.
   *
   * @throws IllegalArgumentException if a rate, decay or momentum leaves its range, or its curve
   *     {@linkplain Curve#firstContradiction contradicts} its own parameters
   * @throws InconvertibleRecipeException if the recipe has no equivalent in this form: α ≤ 0 at
   *     some step, {@link RecipeForm#EXPONENTIAL} for a recipe that is not constant, or {@link
   *     RecipeForm#TEXP} and {@link RecipeForm#TEXP_MINUS_MINUS} for one that does not consist of
   *     constant phases
   */
  public static Plan of(Recipe recipe, RecipeForm form) {
    recipe.requireConsistent();
    return new Plan(recipe, form, 0, true);
  }

  /**
   * Returns this plan for a run that was as declared up to a step and is converted from there: P =
   * 1 before that step, where the plan begins.
   *
   * @param step from 0 to the length of the run, exclusive
   * @throws IllegalArgumentException if the step is outside the run
   */
  public Plan enteredAt(long step) {
    requireInside(step, 0, steps() - 1);
    return new Plan(recipe, form, step, corrected);
  }

  /**
   * Returns this plan without its {@link #corrections} of the velocity: not the declared run, but
   * one that is kicked along its weights wherever a correction is left out.
   */
  public Plan withoutCorrections() {
    return new Plan(recipe, form, origin, false);
  }

  /** The declared recipe. */
  public Recipe recipe() {
    return recipe;
  }

  /**
   * The recipe to which the plan is equivalent: the declared one, except for {@link
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

  /** The first step, before which both runs have the same state: P = 1. */
  public long origin() {
    return origin;
  }

  /** Whether the velocity is corrected where the form requires it. */
  public boolean isCorrected() {
    return corrected;
  }

  /** Returns a cursor before the first step. */
  public PlanCursor cursor() {
    return cursorAt(origin);
  }

  /**
   * Returns a cursor before a step, with the same bits as one that walked there from the first.
   *
   * @param step from {@link #origin} to {@link #steps}
   * @throws IllegalArgumentException if the step is outside the plan
   */
  public PlanCursor cursorAt(long step) {
    requireInside(step, origin, steps());
    PlanCursor cursor = new PlanCursor(cache.floor(step));
    cursor.moveTo(step, cache);
    return cursor;
  }

  /**
   * Returns the coordinates before a step.
   *
   * @param step from {@link #origin} to {@link #steps}, which means after the last step
   * @throws IllegalArgumentException if the step is outside the plan
   */
  public Coordinates coordinatesAt(long step) {
    return cursorAt(step).coordinates();
  }

  /**
   * Returns a step.
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

  /** Returns the phases of the run in order, from one change of formula to the next. */
  public List<Phase> phases() {
    return phases(Long.MAX_VALUE);
  }

  /**
   * Returns the first of the {@link #phases}.
   *
   * @param limit the largest number of phases to return
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
        cache.offer(cursor);
        cursor = cursorAt(end - 1);
        last = cursor.next();
      }
      phases.add(new Phase(first, last, equivalentRecipe.isConstantFrom(start)));
    }
    return List.copyOf(phases);
  }

  /**
   * Returns the corrections of the velocity that the form requires, in order, whether or not this
   * plan makes them; none unless the form {@linkplain RecipeForm#usesFixedPoints uses fixed
   * points}.
   */
  public List<Correction> corrections() {
    List<Correction> corrections = new ArrayList<>();
    if (form.usesFixedPoints()) {
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

  /** The cost is the kick's part along the left eigenvector of the matrix; the rest dies out. */
  private Correction correction(long step, double kappaBefore, double kappaAfter) {
    double eta = equivalentRecipe.learningRate().at(step);
    double lambda = equivalentRecipe.weightDecay().at(step);
    double gamma = equivalentRecipe.momentum().at(step);
    DecayMatrix matrix = equivalentRecipe.rule().decayMatrix(eta, lambda, gamma, step);
    double fromVelocity = matrix.velocityToWeight().high();
    double alpha = matrix.weightToWeight().high() - fromVelocity * kappaAfter;
    double cost =
        fromVelocity
            * (kappaBefore - kappaAfter)
            / (alpha - matrix.velocityToVelocity().high() - fromVelocity * kappaBefore);
    return new Correction(step, kappaBefore, kappaAfter, cost);
  }

  /**
   * Returns the first step at which float32 without rescaling overflows: where PP'η, or the square
   * of the scale after the step that batch normalization sees, is 2^128 or more; empty if there is
   * none. Constant phases are searched by jumps, others are walked where they come close.
   */
  public OptionalLong firstFloatOverflow() {
    double largest = equivalentRecipe.learningRate().range().maximum();
    for (Phase phase : phases()) {
      long from = phase.first().index();
      long to = phase.last().index();
      if (!phase.constant()) {
        if (!mayOverflowFloat(phase, largest)) {
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
  private static boolean mayOverflowFloat(Phase phase, double largest) {
    ScaledDouble scale = phase.last().after().scale();
    // A product that rounding left just below a power of two counts as having reached it.
    return Double.isInfinite(largest)
        || overflowsFloat(phase.last())
        || scale.times(scale).times(ScaledDouble.of(largest, 0)).exponent() >= FLOAT_EXPONENT - 1;
  }

  private static boolean overflowsFloat(Step step) {
    return step.rate().exponent() >= FLOAT_EXPONENT
        || 2 * step.after().scale().exponent() >= FLOAT_EXPONENT;
  }

  /**
   * Whether the ranges of the curves alone show that every step can be converted: κ' increases with
   * η, λ, γ and κ, so κ never exceeds its fixed point at their largest values (Li and Arora 2020,
   * section 2, for the heavy ball).
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
        && (!form.isConverted()
            || eta.maximum() * lambda.maximum() < equivalentRecipe.rule().bound(gamma.maximum()));
  }

  private void requireInside(long step, long first, long last) {
    if (step < first || step > last) {
      throw new IllegalArgumentException(
          "step " + step + " is outside the run's " + first + " … " + last);
    }
  }
}
