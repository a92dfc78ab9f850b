package org.texp4j.schedule;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A declared training recipe: an optimizer with momentum and weight decay over a number of steps.
 *
 * <p>Step s uses the rate η_s, the decay λ_s and the momentum γ_s. With the heavy ball that is v ←
 * γ_s v + ∇L(θ) + λ_s θ, then θ ← θ − η_s v, from v = 0 (Li and Arora 2020, Definition 1.2). The
 * ranges of the curves are checked by {@link Plan#of}. Immutable.
 *
 * @param steps the length of the run, at least 1
 * @param learningRate η, at least 0 at every step
 * @param weightDecay λ, at least 0 at every step
 * @param momentum γ, at least 0 and less than 1 at every step; for {@link AdamW} it is β₁
 * @param rule the update rule
 */
public record Recipe(long steps, Curve learningRate, Curve weightDecay, Curve momentum, Rule rule) {

  /**
   * Creates a recipe.
   *
   * @throws IllegalArgumentException if {@code steps} is less than 1
   */
  public Recipe {
    Require.positive("steps", steps);
    Objects.requireNonNull(learningRate);
    Objects.requireNonNull(weightDecay);
    Objects.requireNonNull(momentum);
    Objects.requireNonNull(rule);
  }

  /**
   * Creates a recipe of the heavy ball.
   *
   * @throws IllegalArgumentException if {@code steps} is less than 1
   */
  public Recipe(long steps, Curve learningRate, Curve weightDecay, Curve momentum) {
    this(steps, learningRate, weightDecay, momentum, Sgd.HEAVY_BALL);
  }

  /**
   * Returns this recipe without the drops of its rate: with the rate of step 0 throughout, and the
   * decay λη/η₀ in place of λ. TEXP without instant drops is equivalent to it (Li and Arora 2020,
   * Section 2.3).
   *
   * @throws IllegalArgumentException if the rate of step 0 is 0
   */
  public Recipe withoutDrops() {
    double initial = learningRate.at(0);
    if (!(initial > 0)) {
      throw new IllegalArgumentException(
          "the learning rate at step 0 is "
              + initial
              + "; without drops it is kept throughout, so it must be greater than 0");
    }
    return new Recipe(
        steps,
        Curve.constant(initial),
        new DroplessDecay(weightDecay, learningRate, initial),
        momentum,
        rule);
  }

  /**
   * The first weight decay that is not 0, or 0 if there is none: whether the recipe decays at all,
   * as one number.
   */
  public double firstNonzeroWeightDecay() {
    long step = 0;
    while (step < steps && weightDecay.at(step) == 0) {
      step = weightDecay.isConstantFrom(step) ? weightDecay.nextBreak(step) : step + 1;
    }
    return step < steps ? weightDecay.at(step) : 0;
  }

  /** Whether rate, decay and momentum are constant over the whole run. */
  public boolean isConstant() {
    return firstChange() == steps;
  }

  /**
   * The first step whose rate, decay or momentum differs from step 0; the length if there is none.
   */
  long firstChange() {
    long step = 0;
    while (step < steps && isAsAtStart(step)) {
      step = isConstantFrom(step) ? nextBreak(step) : step + 1;
    }
    return Math.min(step, steps);
  }

  /**
   * The first step after this one at which a curve changes its formula; the length if none does.
   */
  long nextBreak(long step) {
    long next = steps;
    for (Curve curve : List.of(learningRate, weightDecay, momentum)) {
      next = Math.min(next, curve.nextBreak(step));
    }
    return next;
  }

  /**
   * Requires that no curve contradicts its own parameters in this run.
   *
   * @throws IllegalArgumentException if one does
   */
  void requireConsistent() {
    requireConsistent("learning rate", learningRate);
    requireConsistent("weight decay", weightDecay);
    requireConsistent("momentum", momentum);
  }

  private void requireConsistent(String name, Curve curve) {
    OptionalLong found = curve.firstContradiction(steps);
    if (found.isPresent()) {
      long step = found.getAsLong();
      throw new IllegalArgumentException(
          "the "
              + name
              + " is "
              + curve.at(step)
              + " at step "
              + step
              + ", below the minimum of its curve; use a lower minimum or a slower decay in "
              + curve);
    }
  }

  /** Whether rate, decay and momentum are constant from this step to the next break. */
  boolean isConstantFrom(long step) {
    return !rule.isTimeDependent()
        && learningRate.isConstantFrom(step)
        && weightDecay.isConstantFrom(step)
        && momentum.isConstantFrom(step);
  }

  private boolean isAsAtStart(long step) {
    return learningRate.at(step) == learningRate.at(0)
        && weightDecay.at(step) == weightDecay.at(0)
        && momentum.at(step) == momentum.at(0);
  }
}
