package org.texp4j.schedule;

import java.util.NoSuchElementException;

/**
 * A walk along a plan, one step at a time: the master recursion.
 *
 * <p>From P = 1 and κ = 0 each step of the heavy ball takes μ = λ + γκ, α = 1 − ημ, κ' = μ/α, P' =
 * P/α and η̃ = PP'η. This contains Theorems 2.1, 2.9, 2.12 and 2.13 of Li and Arora 2020. It is
 * computed as what the declared optimizer, of whatever rule, does to a single number q without
 * gradient and to its velocity u: P = 1/q and κ = u/q. It never divides by a rate, so warm-up from
 * zero and a rate of zero are exact.
 *
 * <p>The numbers handed out are right to a few units in the last place however long the run, and a
 * function of the step alone: the same bits, whatever way the walk has come.
 *
 * <p>Not safe for use by several threads. {@link #advance} does not allocate.
 */
public final class PlanCursor {

  private final Plan plan;
  private final Recipe recipe;

  private final DecayingScalar before = new DecayingScalar();
  private final DecayingScalar number = new DecayingScalar();

  /** Where the step taken last has led; a copy only where a stretch begins in other coordinates. */
  private DecayingScalar reached = number;

  private Hyperparameters values;

  private long position;
  private long end;
  private ConstantSegment stretch;
  private DoubleDouble settledKappa = DoubleDouble.ZERO;

  /** A walk from the step at which both runs are in one state. */
  PlanCursor(Plan plan) {
    this.plan = plan;
    recipe = plan.equivalentRecipe();
    position = plan.origin();
    enter();
  }

  /** A walk from where another one stands. */
  PlanCursor(PlanCursor other) {
    plan = other.plan;
    recipe = other.recipe;
    number.set(other.number);
    position = other.position;
    end = other.end;
    stretch = other.stretch;
    settledKappa = other.settledKappa;
  }

  /** The step that {@link #advance} takes next. */
  public long position() {
    return position;
  }

  /** Whether the run has a further step. */
  public boolean hasNext() {
    return position < recipe.steps();
  }

  /** The coordinates before the next step. */
  public Coordinates coordinates() {
    return number.coordinates();
  }

  /**
   * Takes the next step and returns it.
   *
   * @throws NoSuchElementException at the end of the run
   * @throws IllegalArgumentException if rate, decay or momentum of the step leave their ranges
   * @throws InconvertibleRecipeException if α ≤ 0
   */
  public Step next() {
    advance();
    Coordinates start = before.coordinates();
    Coordinates after = number.coordinates();
    Coordinates arrival = plan.isCorrected() ? reached.coordinates() : after;
    return new Step(
        position - 1,
        recipe.rule(),
        values.learningRate(),
        values.weightDecay(),
        values.momentum(),
        alpha(),
        start,
        arrival,
        after,
        start.scale().times(arrival.scale()).times(ScaledDouble.of(values.learningRate(), 0)));
  }

  /**
   * Takes the next step.
   *
   * @throws NoSuchElementException at the end of the run
   * @throws IllegalArgumentException if rate, decay or momentum of the step leave their ranges
   * @throws InconvertibleRecipeException if α ≤ 0
   */
  public void advance() {
    if (!hasNext()) {
      throw new NoSuchElementException("the run ends after " + recipe.steps() + " steps");
    }
    before.set(number);
    if (stretch == null) {
      values = Hyperparameters.of(recipe, position);
      number.take(map(values));
    } else {
      values = stretch.values();
      stretch.take(number, position);
    }
    if (!number.isPositive()) {
      throw new InconvertibleRecipeException(position, noStep());
    }
    reached = number;
    position++;
    if (position == end && hasNext()) {
      reached = number.copy();
      enter();
    }
  }

  /** α of the step taken last. */
  public double alpha() {
    return reached.dividedBy(before);
  }

  /** The converted rate η̃ of the step taken last; infinite past double's range. */
  public double rate() {
    return before.rate(reached, values.learningRate());
  }

  /**
   * Goes on to a later step, over constant stretches in one leap.
   *
   * @param marks is told of places worth coming back to
   */
  void moveTo(long step, CursorCache marks) {
    while (position < step) {
      if (stretch == null) {
        advance();
        if (position % CursorCache.SPACING == 0) {
          marks.note(this);
        }
      } else {
        position = Math.min(step, end);
        stretch.move(number, position);
        if (position == end && hasNext()) {
          enter();
        }
        marks.note(this);
      }
    }
  }

  /**
   * Goes to the end of the run, checking every step on the way, where constant in one leap.
   *
   * @throws IllegalArgumentException if rate, decay or momentum of a step leave their ranges
   * @throws InconvertibleRecipeException if α ≤ 0 at a step
   */
  void check(CursorCache marks) {
    while (hasNext()) {
      long whole = end;
      // Where values change, each step is taken and so checked on the way.
      long sound = stretch == null ? whole : stretch.firstFailure();
      moveTo(sound, marks);
      if (sound < whole) {
        advance();
      }
    }
  }

  /** Enters the stretch, or the stretch of changing values, that begins at this position. */
  private void enter() {
    end = recipe.nextBreak(position);
    stretch =
        recipe.isConstantFrom(position) ? stretch(Hyperparameters.of(recipe, position)) : null;
  }

  private ConstantSegment stretch(Hyperparameters constants) {
    DecayMatrix map = map(constants);
    if (plan.form().isSettled()) {
      FixedPoint.Exact fixedPoint = fixedPoint(constants);
      map = DecayMatrix.multiplication(fixedPoint.alpha());
      if (!fixedPoint.kappa().equals(settledKappa)) {
        settledKappa = fixedPoint.kappa();
        number.setKappa(settledKappa);
      }
    } else if (map.given().high() == 0 && !number.hasVelocity()) {
      map = map.withoutVelocity();
    }
    return new ConstantSegment(position, end - position, number.copy(), map, constants);
  }

  private DecayMatrix map(Hyperparameters hyperparameters) {
    return plan.form() == RecipeForm.WEIGHT_DECAY
        ? DecayMatrix.IDENTITY
        : hyperparameters.map(recipe.rule());
  }

  private FixedPoint.Exact fixedPoint(Hyperparameters constants) {
    try {
      return FixedPoint.exact(
          recipe.rule(), constants.learningRate(), constants.weightDecay(), constants.momentum());
    } catch (InconvertibleRecipeException e) {
      throw new InconvertibleRecipeException(
          position, e.getMessage() + ", in the phase from step " + position);
    }
  }

  private String noStep() {
    return "no equivalent exponential rate at step "
        + position
        + ", counted from 0: α = "
        + number.dividedBy(before)
        + " is not positive (η = "
        + values.learningRate()
        + ", λ = "
        + values.weightDecay()
        + ", γ = "
        + values.momentum()
        + "); λη ≤ "
        + recipe.rule().boundFormula()
        + " = "
        + recipe.rule().bound(values.momentum())
        + " at every step is enough";
  }
}
