package org.texp4j.schedule;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * A declared training recipe: SGD with momentum and weight decay over a number of steps.
 *
 * <p>Step s uses the rate η_s, the decay λ_s and the momentum γ_s: v ← γ_s v + ∇L(θ) + λ_s θ, then
 * θ ← θ − η_s v, from v = 0 (Li and Arora 2020, Definition 1.2: the "heavy ball" of PyTorch's SGD,
 * whose rate multiplies the whole velocity).
 *
 * @param steps the length of the run, at least 1
 * @param learningRate η, at least 0 at every step
 * @param weightDecay λ, at least 0 at every step
 * @param momentum γ, at least 0 and less than 1 at every step
 */
public record Recipe(long steps, Curve learningRate, Curve weightDecay, Curve momentum) {

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
  }

  /** Whether rate, decay and momentum keep one value over the whole run. */
  public boolean isConstant() {
    return phaseStarts().stream().allMatch(step -> isConstantFrom(step) && isAsAtStart(step));
  }

  /** The first step whose rate, decay or momentum is not that of step 0; the length if none is. */
  long firstChange() {
    return LongStream.range(1, steps).filter(step -> !isAsAtStart(step)).findFirst().orElse(steps);
  }

  /** The steps at which a curve changes its formula, rising, within the run, starting with 0. */
  List<Long> phaseStarts() {
    TreeSet<Long> starts = new TreeSet<>();
    starts.add(0L);
    for (Curve curve : List.of(learningRate, weightDecay, momentum)) {
      for (long step = curve.nextBreak(0); step < steps; step = curve.nextBreak(step)) {
        starts.add(step);
      }
    }
    return List.copyOf(starts);
  }

  private boolean isAsAtStart(long step) {
    return learningRate.at(step) == learningRate.at(0)
        && weightDecay.at(step) == weightDecay.at(0)
        && momentum.at(step) == momentum.at(0);
  }

  /** Whether rate, decay and momentum are constant from this step to the next phase. */
  boolean isConstantFrom(long step) {
    return learningRate.isConstantFrom(step)
        && weightDecay.isConstantFrom(step)
        && momentum.isConstantFrom(step);
  }
}
