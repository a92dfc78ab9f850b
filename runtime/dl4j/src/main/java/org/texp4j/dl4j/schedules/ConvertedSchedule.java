package org.texp4j.dl4j.schedules;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/**
 * The growing rate η̃ of a converted plan, as a Deeplearning4j schedule by iterations.
 *
 * <p>It holds the declared recipe as Deeplearning4j's schedules, so it can be written to the JSON
 * of a configuration and read back, and computes the plan from it. The plan's form is {@link
 * RecipeForm#TEXP_PLUS_PLUS}, the one whose velocity needs no correction: an updater, which sees
 * only gradients, could not make one.
 *
 * <p>The rate belongs to {@link ConvertedSgd}. In Deeplearning4j's {@code Nesterovs}, which
 * multiplies the rate into its velocity and keeps the momentum, it gives a different run; in its
 * {@code Sgd} it is correct if the recipe has no momentum. Immutable, and safe for use by several
 * threads.
 */
public final class ConvertedSchedule implements ISchedule {

  private static final long serialVersionUID = 1;

  @JsonProperty private final Velocity velocity;
  @JsonProperty private final Coupling coupling;
  @JsonProperty private final double dampening;
  @JsonProperty private final long origin;
  @JsonProperty private final long length;
  @JsonProperty private final long stepsPerEpoch;
  @JsonProperty private final ISchedule learningRate;
  @JsonProperty private final ISchedule weightDecay;
  @JsonProperty private final ISchedule momentum;

  private transient Plan plan;
  private transient PlanCursor cursor;
  private transient Step last;

  /**
   * Creates the schedule of a declared recipe.
   *
   * @param velocity how the velocity enters the update
   * @param coupling where the declared weight decay enters
   * @param dampening of the velocity, at least 0 and less than 1
   * @param origin the iteration before which P = 1: 0, or the one from which a run that began with
   *     weight decay continues without it
   * @param length the length of the run in iterations, at least 1
   * @param stepsPerEpoch the number of iterations per epoch, for schedules by epochs; at least 1
   * @param learningRate η
   * @param weightDecay λ
   * @param momentum γ
   */
  public ConvertedSchedule(
      @JsonProperty("velocity") Velocity velocity,
      @JsonProperty("coupling") Coupling coupling,
      @JsonProperty("dampening") double dampening,
      @JsonProperty("origin") long origin,
      @JsonProperty("length") long length,
      @JsonProperty("stepsPerEpoch") long stepsPerEpoch,
      @JsonProperty("learningRate") ISchedule learningRate,
      @JsonProperty("weightDecay") ISchedule weightDecay,
      @JsonProperty("momentum") ISchedule momentum) {
    this.velocity = Objects.requireNonNull(velocity);
    this.coupling = Objects.requireNonNull(coupling);
    this.dampening = dampening;
    this.origin = origin;
    this.length = length;
    this.stepsPerEpoch = stepsPerEpoch;
    this.learningRate = Objects.requireNonNull(learningRate);
    this.weightDecay = Objects.requireNonNull(weightDecay);
    this.momentum = Objects.requireNonNull(momentum);
  }

  /**
   * Returns the schedule of a plan. The curves of its recipe are tabulated: see {@link
   * TableSchedule}.
   *
   * @throws IllegalArgumentException if the plan is not in the form TEXP_PLUS_PLUS, the one whose
   *     velocity needs no correction, or its rule is not {@link Sgd}
   */
  public static ConvertedSchedule tabulate(Plan plan) {
    if (plan.form() != RecipeForm.TEXP_PLUS_PLUS) {
      throw new IllegalArgumentException(
          "an updater does not see the weights by which the velocity would have to be corrected, so"
              + " it runs plans of the form TEXP_PLUS_PLUS only, not "
              + plan.form()
              + ": convert the recipe with Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS)");
    }
    Recipe recipe = plan.recipe();
    if (!(recipe.rule() instanceof Sgd rule)) {
      throw new IllegalArgumentException(
          "a schedule of the rate converts stochastic gradient descent only, not "
              + recipe.rule()
              + ": train by a training class");
    }
    return new ConvertedSchedule(
        rule.velocity(),
        rule.coupling(),
        rule.dampening(),
        plan.origin(),
        plan.steps(),
        1,
        TableSchedule.tabulate(recipe.learningRate(), plan.steps()),
        TableSchedule.tabulate(recipe.weightDecay(), plan.steps()),
        TableSchedule.tabulate(recipe.momentum(), plan.steps()));
  }

  /**
   * The plan; computed by the first call.
   *
   * @throws IllegalArgumentException if a value of the recipe leaves its range, or one of its
   *     schedules {@linkplain ScheduleCurves#of cannot be used}
   * @throws org.texp4j.schedule.InconvertibleRecipeException if the recipe has no equivalent
   */
  public synchronized Plan plan() {
    if (plan == null) {
      Recipe recipe =
          new Recipe(
              length,
              ScheduleCurves.of(learningRate, stepsPerEpoch),
              ScheduleCurves.of(weightDecay, stepsPerEpoch),
              ScheduleCurves.of(momentum, stepsPerEpoch),
              new Sgd(velocity, coupling, dampening));
      Plan whole = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
      plan = origin == 0 ? whole : whole.enteredAt(origin);
    }
    return plan;
  }

  /**
   * The step of an iteration.
   *
   * @throws IllegalStateException if the recipe has no such step
   */
  public synchronized Step step(int iteration) {
    if (last == null || last.index() != iteration) {
      if (iteration < origin || iteration >= length) {
        throw new IllegalStateException(
            "the converted recipe has the iterations "
                + origin
                + " … "
                + (length - 1)
                + ", but this is iteration "
                + iteration
                + ": pass the length of the whole run");
      }
      if (cursor == null || cursor.position() != iteration) {
        cursor = plan().cursorAt(iteration);
      }
      last = cursor.next();
    }
    return last;
  }

  /** The converted rate η̃; infinite past double's range. */
  @Override
  public double valueAt(int iteration, int epoch) {
    return step(iteration).rate().toDouble();
  }

  /** Returns this schedule, which is immutable. */
  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ConvertedSchedule clone() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvertedSchedule that
        && velocity == that.velocity
        && coupling == that.coupling
        && dampening == that.dampening
        && origin == that.origin
        && length == that.length
        && stepsPerEpoch == that.stepsPerEpoch
        && learningRate.equals(that.learningRate)
        && weightDecay.equals(that.weightDecay)
        && momentum.equals(that.momentum);
  }

  @Override
  public int hashCode() {
    return Objects.hash(velocity, coupling, origin, length, learningRate, weightDecay, momentum);
  }

  @Override
  public String toString() {
    return "ConvertedSchedule(η " + learningRate + ", λ " + weightDecay + ", γ " + momentum + ")";
  }
}
