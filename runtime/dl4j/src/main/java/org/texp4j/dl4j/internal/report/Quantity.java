package org.texp4j.dl4j.internal.report;

import java.util.function.ToDoubleFunction;
import org.texp4j.dl4j.internal.metrics.MetricsLine.StepMetrics;

/** A quantity drawn for every step; rates and relative updates as base-10 logarithms. */
enum Quantity {
  LOSS(StepMetrics::loss),
  RECIPE_RATE(step -> Math.log10(step.recipeRate())),
  RATE(step -> step.log2Rate() * Math.log10(2)),
  EFFECTIVE_RATE(step -> Math.log10(step.update().effectiveRate())),
  LOG2_SCALE(StepMetrics::log2Scale),
  WEIGHT_NORM(step -> step.update().norm()),
  SQUARED_RELATIVE_UPDATE(step -> Math.log10(step.update().squaredRelativeUpdate())),
  /**
   * 2ηλ/(1+γ), to which the squared relative update of the heavy ball tends (Li and Arora 2020,
   * Section 4).
   */
  EQUILIBRIUM(
      step -> Math.log10(2 * step.recipeRate() * step.weightDecay() / (1 + step.momentum())));

  private final ToDoubleFunction<StepMetrics> value;

  Quantity(ToDoubleFunction<StepMetrics> value) {
    this.value = value;
  }

  double of(StepMetrics step) {
    return value.applyAsDouble(step);
  }
}
