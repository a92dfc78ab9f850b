package org.texp4j.schedule;

import java.util.Objects;

/**
 * A learning rate that grows by one factor at every step, without weight decay, and the weight
 * decay that it hides.
 *
 * <p>On scale-invariant weights such a run is one of constant rate and weight decay (Li and Arora
 * 2020, Theorem 2.9, read backwards): growth ρ a step means α = ρ^(−½), the rate is η = α ·
 * initial, and for the heavy ball λη = (1 − α)(1 − γ/α).
 *
 * @param initial the rate η̃ of step 0, greater than 0
 * @param growth the factor by which the rate grows over {@code over} steps, at least 1
 * @param over the number of steps that {@code growth} is meant for, at least 1: an epoch's, say
 * @param momentum γ of the weight-decay recipe, at least 0 and less than 1; for the heavy ball also
 *     that of the exponential one
 * @param rule the update rule of the weight-decay recipe; the exponential one follows {@link
 *     Step#converted}
 */
public record ExponentialRate(double initial, double growth, long over, double momentum, Sgd rule) {

  /**
   * Creates a rate.
   *
   * @throws IllegalArgumentException if a number leaves its range
   * @throws InconvertibleRecipeException if the growth exceeds {@link #limit}: such a rate leaves
   *     every weight-decay run behind
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
              + "; a rate that falls hides no weight decay");
    }
    double limit = limit(rule, momentum);
    if (logGrowth(growth, over) > Math.log(limit)) {
      throw new InconvertibleRecipeException(
          0,
          "no weight decay is hidden in a rate that grows by "
              + Math.exp(logGrowth(growth, over))
              + " a step: with momentum "
              + momentum
              + " the growth may be at most "
              + limit
              + " a step, where λη = "
              + rule.boundFormula());
    }
  }

  /** A rate of the heavy ball that grows by a factor a step. */
  public static ExponentialRate of(double initial, double growth, double momentum) {
    return new ExponentialRate(initial, growth, 1, momentum, (Sgd) Rule.HEAVY_BALL);
  }

  /**
   * The largest growth a step that is equivalent to a weight decay: that at the {@linkplain
   * Rule#bound bound} of the rule, 1/γ for the heavy ball; infinite without momentum.
   *
   * @throws IllegalArgumentException if the momentum leaves its range
   */
  public static double limit(Sgd rule, double momentum) {
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
