package org.texp4j.schedule;

/**
 * The fixed point of the recursion for constant rate, decay and momentum (Li and Arora 2020,
 * Theorem 2.9; for the other rules the same of their own map): each step multiplies P by 1/α and
 * leaves κ as it is. For the heavy ball α is the larger root of x² − (1 + γ − λη) x + γ = 0, and κ
 * = (1/α − 1)/η.
 *
 * @param oneMinusAlpha 1 − α, held in place of α so that small decays keep all their digits
 * @param kappa κ
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
    return of(Rule.HEAVY_BALL, eta, lambda, gamma);
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
    DecayMatrix map = rule.decayMap(eta, lambda, gamma);
    DoubleDouble kappa = map.given().high() == 0 ? DoubleDouble.ZERO : kappa(map, x == bound);
    DoubleDouble alpha = map.kept().minus(map.taken().times(kappa));
    if (!(alpha.high() > 0)) {
      throw new InconvertibleRecipeException(
          0, "α = " + alpha.high() + " is not positive: λη = " + x);
    }
    return new Exact(alpha, kappa);
  }

  /**
   * The smaller root of taken κ² − (kept − carried) κ + given = 0, in a form free of cancellation.
   */
  private static DoubleDouble kappa(DecayMatrix map, boolean atBound) {
    DoubleDouble half = map.kept().minus(map.carried()).times(0.5);
    DoubleDouble discriminant = half.times(half).minus(map.taken().times(map.given()));
    // At the bound itself the roots are one; what rounding leaves there would count by its root.
    DoubleDouble root =
        atBound || discriminant.high() < 0 ? DoubleDouble.ZERO : discriminant.squareRoot();
    return map.given().dividedBy(half.plus(root));
  }

  /**
   * Returns (1 − √γ)², the largest λη for which a constant recipe of the heavy ball can go on for
   * ever.
   *
   * @param gamma the momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if γ leaves its range
   */
  public static double bound(double gamma) {
    return Rule.HEAVY_BALL.bound(gamma);
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
