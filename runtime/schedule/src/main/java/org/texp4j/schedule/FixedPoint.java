package org.texp4j.schedule;

/**
 * The fixed point of the recursion at constant rate, decay and momentum: each step multiplies P by
 * 1/α and leaves κ unchanged.
 *
 * <p>Source: Li and Arora 2020, Theorem 2.9. For the heavy ball α is the larger root of x² − (1 + γ
 * − λη) x + γ = 0, and κ = (1/α − 1)/η; for other rules it is the larger eigenvalue of their own
 * {@link DecayMatrix}.
 *
 * @param oneMinusAlpha 1 − α, from 0 to less than 1; held in place of α, of which a small decay
 *     would leave only a few digits
 * @param kappa κ, at least 0
 */
public record FixedPoint(double oneMinusAlpha, double kappa) {

  /** α and κ in twice the precision of double. */
  record Exact(DoubleDouble alpha, DoubleDouble kappa) {}

  /**
   * Returns the fixed point of a constant recipe of the heavy ball.
   *
   * @param eta the rate η, finite and at least 0
   * @param lambda the decay λ, finite and at least 0
   * @param gamma the momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if an argument leaves its range
   * @throws InconvertibleRecipeException if λη &gt; (1 − √γ)², where no real root exists, or λη = 1
   *     and γ = 0, where α = 0
   */
  public static FixedPoint of(double eta, double lambda, double gamma) {
    return of(Sgd.HEAVY_BALL, eta, lambda, gamma);
  }

  /**
   * Returns the fixed point of a constant recipe.
   *
   * @param eta the rate η, finite and at least 0
   * @param lambda the decay λ, finite and at least 0
   * @param gamma the momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if an argument leaves its range
   * @throws InconvertibleRecipeException if λη exceeds the {@linkplain Rule#bound bound} of the
   *     rule, or α = 0
   */
  public static FixedPoint of(Rule rule, double eta, double lambda, double gamma) {
    Exact exact = exact(rule, eta, lambda, gamma);
    DoubleDouble oneMinusAlpha = DoubleDouble.ONE.minus(exact.alpha);
    return new FixedPoint(oneMinusAlpha.high(), exact.kappa.high());
  }

  static Exact exact(Rule rule, double eta, double lambda, double gamma) {
    Require.learningRate(eta);
    Require.weightDecay(lambda);
    double x = lambda * eta;
    double bound = rule.bound(gamma);
    if (x > bound) {
      throw new InconvertibleRecipeException(
          0,
          "no constant growth is equivalent: λη = "
              + x
              + " exceeds "
              + rule.boundFormula()
              + " = "
              + bound
              + " for γ = "
              + gamma);
    }
    DecayMatrix matrix = rule.decayMatrix(eta, lambda, gamma, 0);
    if (discriminant(matrix).high() < 0 && Double.isNaN(bound)) {
      throw new InconvertibleRecipeException(
          0, "no constant growth is equivalent: λη = " + x + " is too large for γ = " + gamma);
    }
    DoubleDouble kappa =
        matrix.weightToVelocity().high() == 0 ? DoubleDouble.ZERO : kappa(matrix, x == bound);
    DoubleDouble alpha = matrix.weightToWeight().minus(matrix.velocityToWeight().times(kappa));
    if (!(alpha.high() > 0)) {
      throw new InconvertibleRecipeException(
          0, "α = " + alpha.high() + " is not positive: λη = " + x);
    }
    return new Exact(alpha, kappa);
  }

  private static DoubleDouble half(DecayMatrix matrix) {
    return matrix.weightToWeight().minus(matrix.velocityToVelocity()).times(0.5);
  }

  private static DoubleDouble discriminant(DecayMatrix matrix) {
    DoubleDouble half = half(matrix);
    return half.times(half).minus(matrix.velocityToWeight().times(matrix.weightToVelocity()));
  }

  /** The smaller root of bκ² − (a − d)κ + c = 0, in a form free of cancellation. */
  private static DoubleDouble kappa(DecayMatrix matrix, boolean atBound) {
    DoubleDouble half = half(matrix);
    DoubleDouble discriminant = discriminant(matrix);
    // At the bound the two roots coincide; the square root would magnify the rounding error.
    DoubleDouble root =
        atBound || discriminant.high() < 0 ? DoubleDouble.ZERO : discriminant.squareRoot();
    return matrix.weightToVelocity().dividedBy(half.plus(root));
  }

  /**
   * Returns (1 − √γ)², the largest λη for which a constant recipe of the heavy ball can be
   * converted for a run of any length.
   *
   * @param gamma the momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if γ leaves its range
   */
  public static double bound(double gamma) {
    return Sgd.HEAVY_BALL.bound(gamma);
  }

  /**
   * Returns α^(−2), the factor by which P² grows per step, and so does the converted rate of a rule
   * whose rate has the {@linkplain Rule#rateDegree degree} 2.
   */
  public double growth() {
    return Math.exp(-2 * Math.log1p(-oneMinusAlpha));
  }

  /**
   * Returns α^(−2 steps).
   *
   * @param steps the number of steps
   */
  public double growthOver(long steps) {
    return Math.exp(-2.0 * steps * Math.log1p(-oneMinusAlpha));
  }
}
