package org.texp4j.processor.model;

import java.util.List;
import java.util.Optional;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;

/**
 * A recipe that is free of mistakes, its lengths still in the units they were declared in.
 *
 * @param learningRate η₀
 * @param weightDecay λ
 * @param momentum γ
 */
public record DeclaredRecipe(
    Length length,
    double learningRate,
    Shape shape,
    Optional<Warmup> warmup,
    double weightDecay,
    double momentum) {

  /** How the learning rate goes after the warm-up. */
  public sealed interface Shape {
    /** The curve from an initial rate over so many steps. */
    Curve curve(double initial, long steps, long stepsPerEpoch);
  }

  /** A rate that stays. */
  public record Constant() implements Shape {
    @Override
    public Curve curve(double initial, long steps, long stepsPerEpoch) {
      return Curve.constant(initial);
    }
  }

  /** A rate that is multiplied by a factor at boundaries. */
  public record StepDecay(double factor, List<Length> boundaries) implements Shape {
    @Override
    public Curve curve(double initial, long steps, long stepsPerEpoch) {
      return Curve.stepDecay(
          initial,
          factor,
          boundaries.stream().mapToLong(boundary -> boundary.steps(stepsPerEpoch)).toArray());
    }
  }

  /** A rate that falls along half a cosine. */
  public record CosineDecay(double minimum) implements Shape {
    @Override
    public Curve curve(double initial, long steps, long stepsPerEpoch) {
      return Curve.cosineDecay(initial, minimum, steps);
    }
  }

  /** A linear rise from a fraction of the rate. */
  public record Warmup(Length length, double from) {}

  /** The recipe in steps, for epochs of so many steps. */
  public Recipe inSteps(long stepsPerEpoch) {
    long steps = length.steps(stepsPerEpoch);
    return new Recipe(
        steps,
        warmup
            .map(
                warmup -> {
                  long rise = warmup.length.steps(stepsPerEpoch);
                  Curve main = shape.curve(learningRate, steps - rise, stepsPerEpoch);
                  return Curve.linearWarmup(warmup.from, rise, main);
                })
            .orElseGet(() -> shape.curve(learningRate, steps, stepsPerEpoch)),
        Curve.constant(weightDecay),
        Curve.constant(momentum));
  }

  /** The largest rate of the run: a step decay may also rise. */
  public double largestRate(long stepsPerEpoch) {
    Recipe recipe = inSteps(stepsPerEpoch);
    return Math.max(learningRate, recipe.learningRate().at(recipe.steps() - 1));
  }

  /** This recipe with another initial rate. */
  public DeclaredRecipe withLearningRate(double value) {
    return new DeclaredRecipe(length, value, shape, warmup, weightDecay, momentum);
  }

  /** This recipe with another weight decay. */
  public DeclaredRecipe withWeightDecay(double value) {
    return new DeclaredRecipe(length, learningRate, shape, warmup, value, momentum);
  }

  /** This recipe with another momentum. */
  public DeclaredRecipe withMomentum(double value) {
    return new DeclaredRecipe(length, learningRate, shape, warmup, weightDecay, value);
  }
}
