package org.texp4j.schedule;

/**
 * The fixed point of the recursion for constant rate, decay and momentum (Li and Arora 2020,
 * Theorem 2.9): α is the larger root of x² − (1 + γ − λη) x + γ = 0, and κ = (1/α − 1)/η.
 *
 * @param oneMinusAlpha 1 − α, held in place of α so that small decays keep all their digits
 * @param kappa κ
 */
public record FixedPoint(double oneMinusAlpha, double kappa) {

  /**
   * Returns the fixed point of a constant recipe.
   *
   * @param eta the rate η, finite and at least 0
   * @param lambda the decay λ, finite and at least 0
   * @param gamma the momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if an argument leaves its range
   * @throws InconvertibleRecipeException if λη &gt; (1 − √γ)², where no real root exists, or λη = 1
   *     and γ = 0, where α = 0
   */
  public static FixedPoint of(double eta, double lambda, double gamma) {
    Require.learningRate(eta);
    Require.weightDecay(lambda);
    double x = lambda * eta;
    double s = 1 - gamma;
    double bound = bound(gamma);
    if (x > bound) {
      throw new InconvertibleRecipeException(
          0,
          "no constant growth is equivalent: λη = "
              + x
              + " exceeds (1 − √γ)² = "
              + bound
              + " for γ = "
              + gamma);
    }
    // (s − x)² − 4γx, factored so that it does not cancel near the bound.
    double discriminant = (bound - x) * ((1 + Math.sqrt(gamma)) * (1 + Math.sqrt(gamma)) - x);
    double oneMinusAlpha = 2 * x / (s + x + Math.sqrt(discriminant));
    double alpha = 1 - oneMinusAlpha;
    if (!(alpha > 0)) {
      throw new InconvertibleRecipeException(0, "α = " + alpha + " is not positive: λη = " + x);
    }
    // (1/α − 1)/η = (1 − α)/(αη), and 1 − α has the factor η: this form also holds at η = 0.
    double kappa = 2 * lambda / (s + x + Math.sqrt(discriminant)) / alpha;
    return new FixedPoint(oneMinusAlpha, kappa);
  }

  /**
   * Returns (1 − √γ)², the largest λη for which a constant recipe can go on for ever.
   *
   * @param gamma the momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if γ leaves its range
   */
  public static double bound(double gamma) {
    Require.momentum(gamma);
    // 1 − √γ = (1 − γ)/(1 + √γ) does not cancel near γ = 1.
    double root = (1 - gamma) / (1 + Math.sqrt(gamma));
    return root * root;
  }

  /** Returns α^(−2), the factor by which the equivalent rate grows at every step. */
  public double growth() {
    return Math.exp(-2 * Math.log1p(-oneMinusAlpha));
  }

  /** Returns α^(−2 steps), the factor by which the equivalent rate grows over some steps. */
  public double growthOver(long steps) {
    return Math.exp(-2.0 * steps * Math.log1p(-oneMinusAlpha));
  }
}
