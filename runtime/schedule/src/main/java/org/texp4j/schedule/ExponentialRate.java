package org.texp4j.schedule;

import java.util.Objects;

/**
 * A learning rate that grows by the same factor at every step, without weight decay, and the weight
 * decay to which it is equivalent.
 *
 * <p>On scale-invariant weights such a run is one of constant rate and weight decay (Li and Arora
 * 2020, Theorem 2.9, read backwards): growth ρ per step means α = ρ^(−½), the rate is η = α ·
 * initial, and for the heavy ball λη = (1 − α)(1 − γ/α).
 *
 * @param initial the rate η̃ of step 0, greater than 0
 * @param growth the factor by which the rate grows over {@code over} steps, at least 1
 * @param over the number of steps to which {@code growth} refers, at least 1: those of an epoch,
 *     for example
 * @param momentum γ of the weight-decay recipe, at least 0 and less than 1; for the heavy ball also
 *     that of the exponential one
 * @param rule the update rule of the weight-decay recipe, of degree −1; the exponential one uses
 *     {@link Step#converted}
 */
public record ExponentialRate(
    double initial, double growth, long over, double momentum, LinearRule rule) {

  /**
   * Creates a rate.
   *
   * @throws IllegalArgumentException if a number leaves its range
   * @throws InconvertibleRecipeException if the growth exceeds {@link #limit}: no weight decay is
   *     equivalent to it
   */
  public ExponentialRate {
    Require.positive("over", over);
    Require.momentum(momentum);
    Objects.requireNonNull(rule);
    if (!(initial > 0 && initial <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "the initial rate must be finite and greater than 0, but is " + initial);
    }
    if (!(growth >= 1 && growth <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "the growth must be finite and at least 1, but is "
              + growth
              + "; a falling rate is equivalent to no weight decay");
    }
    double limit = limit(rule, momentum);
    if (logGrowth(growth, over) > Math.log(limit)) {
      throw new InconvertibleRecipeException(
          0,
          "no weight decay is equivalent to a rate that grows by "
              + Math.exp(logGrowth(growth, over))
              + " per step: with momentum "
              + momentum
              + " the growth may be at most "
              + limit
              + " per step, where λη = "
              + rule.boundFormula());
    }
  }

  /** Returns a rate of the heavy ball that grows by a factor per step. */
  public static ExponentialRate of(double initial, double growth, double momentum) {
    return new ExponentialRate(initial, growth, 1, momentum, Sgd.HEAVY_BALL);
  }

  /**
   * Returns the largest growth per step that is equivalent to a weight decay: that at the
   * {@linkplain Rule#bound bound} of the rule, 1/γ for the heavy ball; infinite without momentum.
   *
   * @throws IllegalArgumentException if the momentum leaves its range
   */
  public static double limit(LinearRule rule, double momentum) {
    double bound = rule.bound(momentum);
    return momentum == 0 && rule.coupling() == Coupling.IN_GRADIENT
        ? Double.POSITIVE_INFINITY
        : FixedPoint.of(rule, 1, bound, momentum).growth();
  }

  /** The constant rate η of the equivalent weight-decay run. */
  public double learningRate() {
    return initial * (1 - oneMinusAlpha());
  }

  /** The constant weight decay λ of the equivalent weight-decay run; 0 without growth. */
  public double weightDecay() {
    return rule.decayOf(oneMinusAlpha(), momentum) / learningRate();
  }

  /**
   * The equivalent recipe, whose {@link RecipeForm#EXPONENTIAL} form has this rate.
   *
   * @param steps its length, at least 1
   * @throws IllegalArgumentException if {@code steps} is less than 1
   */
  public Recipe recipe(long steps) {
    return new Recipe(
        steps,
        Curve.constant(learningRate()),
        Curve.constant(weightDecay()),
        Curve.constant(momentum),
        rule);
  }

  /** 1 − α, with all its digits where the growth is small. */
  private double oneMinusAlpha() {
    return -Math.expm1(-logGrowth(growth, over) / 2);
  }

  private static double logGrowth(double growth, long over) {
    return Math.log1p(growth - 1) / over;
  }
}
