package org.texp4j.dl4j.report;

import java.util.function.ToDoubleFunction;
import org.texp4j.dl4j.train.MetricsLine.Taken;

/** What is drawn of every step; rates and relative steps as logarithms to the base 10. */
enum Quantity {
  LOSS(Taken::loss),
  RECIPE_RATE(step -> Math.log10(step.recipeRate())),
  RATE(step -> step.log2Rate() * Math.log10(2)),
  EFFECTIVE_RATE(step -> Math.log10(step.motion().effectiveRate())),
  LOG2_SCALE(Taken::log2Scale),
  WEIGHT_NORM(step -> step.motion().norm()),
  RELATIVE_STEP(step -> Math.log10(step.motion().relativeStep())),
  /**
   * 2ηλ/(1+γ), to which the relative step of the heavy ball tends (Li and Arora 2020, Section 4).
   */
  EQUILIBRIUM(
      step -> Math.log10(2 * step.recipeRate() * step.weightDecay() / (1 + step.momentum())));

  private final ToDoubleFunction<Taken> value;

  Quantity(ToDoubleFunction<Taken> value) {
    this.value = value;
  }

  double of(Taken step) {
    return value.applyAsDouble(step);
  }
}
