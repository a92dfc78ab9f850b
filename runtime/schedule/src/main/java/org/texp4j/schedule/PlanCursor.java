package org.texp4j.schedule;

import java.util.NoSuchElementException;

/**
 * A walk along a plan, one step at a time: the master recursion.
 *
 * <p>From P = 1 and κ = 0 each step of the heavy ball computes μ = λ + γκ, α = 1 − ημ, κ' = μ/α, P'
 * = P/α and η̃ = PP'η. This contains Theorems 2.1, 2.9, 2.12 and 2.13 of Li and Arora 2020. For any
 * rule it is computed as the effect of the declared optimizer on a single number q without gradient
 * and on its velocity u: P = 1/q and κ = u/q. It never divides by a rate, so warm-up from zero and
 * a rate of zero are exact.
 *
 * <p>The results are accurate to a few units in the last place however long the run, and a function
 * of the step alone: the same bits after a walk as after a jump.
 *
 * <p>Not safe for use by several threads. For SGD and AdamW {@link #advance} does not allocate.
 */
public final class PlanCursor {

  private final Plan plan;
  private final Recipe recipe;

  private final DecayingScalar before;
  private final DecayingScalar scalar;

  /** After the last step; a copy only where the next segment begins in other coordinates. */
  private DecayingScalar reached;

  private Hyperparameters values;

  private long position;
  private long end;
  private ConstantSegment segment;
  private DoubleDouble settledKappa = DoubleDouble.ZERO;

  /** Creates a cursor before the first step. */
  PlanCursor(Plan plan) {
    this.plan = plan;
    recipe = plan.equivalentRecipe();
    before = new DecayingScalar(recipe.rule().velocities());
    scalar = before.copy();
    reached = scalar;
    position = plan.origin();
    enter();
  }

  /** Creates a cursor at the position of another. */
  PlanCursor(PlanCursor other) {
    plan = other.plan;
    recipe = other.recipe;
    before = other.scalar.copy();
    scalar = other.scalar.copy();
    reached = scalar;
    position = other.position;
    end = other.end;
    segment = other.segment;
    settledKappa = other.settledKappa;
  }

  /** The index of the step that {@link #advance} takes next. */
  public long position() {
    return position;
  }

  /** Whether the run has a further step. */
  public boolean hasNext() {
    return position < recipe.steps();
  }

  /** The coordinates before the next step. */
  public Coordinates coordinates() {
    return scalar.coordinates();
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
    Coordinates after = scalar.coordinates();
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
    before.set(scalar);
    if (segment == null) {
      values = Hyperparameters.of(recipe, position);
      take(values);
    } else {
      values = segment.values();
      segment.advance(scalar, position);
    }
    if (!scalar.isPositive()) {
      throw new InconvertibleRecipeException(position, noStep());
    }
    reached = scalar;
    position++;
    if (position == end && hasNext()) {
      reached = scalar.copy();
      enter();
    }
  }

  /** α of the last step taken. */
  public double alpha() {
    return reached.dividedBy(before);
  }

  /** {@link Step#rate} of the last step taken, PP'η; infinite past double's range. */
  public double rate() {
    return before.rate(reached, values.learningRate());
  }

  /**
   * Moves to a later step, over constant segments by jumps.
   *
   * @param cache is offered this cursor on the way
   */
  void moveTo(long step, CursorCache cache) {
    while (position < step) {
      if (segment == null) {
        advance();
        if (position % CursorCache.SPACING == 0) {
          cache.offer(this);
        }
      } else {
        position = Math.min(step, end);
        segment.jump(scalar, position);
        if (position == end && hasNext()) {
          enter();
        }
        cache.offer(this);
      }
    }
  }

  /**
   * Moves to the end of the run and checks every step, those of constant segments by jumps.
   *
   * @throws IllegalArgumentException if rate, decay or momentum of a step leave their ranges
   * @throws InconvertibleRecipeException if α ≤ 0 at a step
   */
  void check(CursorCache cache) {
    while (hasNext()) {
      long next = end;
      // Where values change at every step, each is taken and thereby checked.
      long valid = segment == null ? next : segment.firstFailure();
      moveTo(valid, cache);
      if (valid < next) {
        advance();
      }
    }
  }

  /** Enters the segment, or the segment of changing values, that begins at this position. */
  private void enter() {
    end = recipe.nextBreak(position);
    segment =
        recipe.isConstantFrom(position) ? segment(Hyperparameters.of(recipe, position)) : null;
  }

  private ConstantSegment segment(Hyperparameters constants) {
    DecayMatrix matrix = matrix(constants);
    if (plan.form().usesFixedPoints()) {
      FixedPoint.Exact fixedPoint = fixedPoint(constants);
      matrix = DecayMatrix.scalar(fixedPoint.alpha());
      if (!fixedPoint.kappa().equals(settledKappa)) {
        settledKappa = fixedPoint.kappa();
        scalar.setKappa(settledKappa);
      }
    } else if (matrix.weightToVelocity().high() == 0 && !scalar.hasVelocity()) {
      matrix = matrix.withoutVelocity();
    }
    return new ConstantSegment(position, end - position, scalar.copy(), matrix, constants);
  }

  private void take(Hyperparameters hyperparameters) {
    if (plan.form().isConverted() && recipe.rule().velocities() > 1) {
      scalar.apply(recipe.rule().written().decayStep(hyperparameters, position));
    } else {
      scalar.apply(matrix(hyperparameters));
    }
  }

  private DecayMatrix matrix(Hyperparameters hyperparameters) {
    return plan.form().isConverted()
        ? hyperparameters.decayMatrix(recipe.rule(), position)
        : DecayMatrix.IDENTITY;
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
        + scalar.dividedBy(before)
        + " is not positive (η = "
        + values.learningRate()
        + ", λ = "
        + values.weightDecay()
        + ", γ = "
        + values.momentum()
        + ")"
        + enough();
  }

  /** What would have been enough, where the rule knows a bound. */
  private String enough() {
    double bound = recipe.rule().bound(values.momentum());
    return Double.isNaN(bound)
        ? "; use a smaller weight decay or rate"
        : "; λη ≤ " + recipe.rule().boundFormula() + " = " + bound + " at every step is enough";
  }
}
