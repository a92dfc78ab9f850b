package org.texp4j.processor.model;

import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.Rule;

/**
 * A recipe without mistakes, with its lengths in the declared units.
 *
 * @param learningRate η
 * @param weightDecay λ
 * @param momentum γ, or β₁ of Adam
 */
public record DeclaredRecipe(
    Length length,
    DeclaredCurve learningRate,
    DeclaredCurve weightDecay,
    DeclaredCurve momentum,
    Rule rule) {

  /** Whether all curves of the recipe are known at compile time. */
  public boolean isKnown() {
    return learningRate.shape().isKnown()
        && weightDecay.shape().isKnown()
        && momentum.shape().isKnown();
  }

  /** A hyperparameter. */
  public DeclaredCurve of(Hyperparameter hyperparameter) {
    return switch (hyperparameter) {
      case LEARNING_RATE -> learningRate;
      case WEIGHT_DECAY -> weightDecay;
      case MOMENTUM -> momentum;
    };
  }

  /** The run, for epochs of a number of steps. */
  public Span run(long stepsPerEpoch) {
    return new Span(length.in(new Span(0, stepsPerEpoch)), stepsPerEpoch);
  }

  /**
   * The recipe in steps, for epochs of a number of steps.
   *
   * @throws UnsupportedOperationException unless the recipe {@link #isKnown}
   */
  public Recipe inSteps(long stepsPerEpoch) {
    Span run = run(stepsPerEpoch);
    return new Recipe(
        run.steps(), learningRate.over(run), weightDecay.over(run), momentum.over(run), rule);
  }

  /** This recipe with another initial value of a hyperparameter. */
  public DeclaredRecipe with(Hyperparameter hyperparameter, double value) {
    return switch (hyperparameter) {
      case LEARNING_RATE ->
          new DeclaredRecipe(length, learningRate.from(value), weightDecay, momentum, rule);
      case WEIGHT_DECAY ->
          new DeclaredRecipe(length, learningRate, weightDecay.from(value), momentum, rule);
      case MOMENTUM ->
          new DeclaredRecipe(length, learningRate, weightDecay, momentum.from(value), rule);
    };
  }
}
