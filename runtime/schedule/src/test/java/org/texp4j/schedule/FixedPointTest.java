package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {

  private static final MathContext DIGITS = new MathContext(60);

  /** Theorem 2.9 in 60 digits: 1 − α for the larger root of x² − (1 + γ − λη)x + γ. */
  private static BigDecimal oneMinusAlpha(double eta, double lambda, double gamma) {
    BigDecimal four = new BigDecimal(4);
    BigDecimal g = new BigDecimal(gamma);
    BigDecimal b = BigDecimal.ONE.add(g).subtract(new BigDecimal(lambda * eta));
    BigDecimal root = b.multiply(b).subtract(four.multiply(g)).sqrt(DIGITS);
    return BigDecimal.ONE.subtract(b.add(root).divide(new BigDecimal(2), DIGITS));
  }

  @Test
  void isTheLargerRoot() {
    Random random = new Random(1);
    for (int trial = 0; trial < 1000; trial++) {
      double gamma = trial % 10 == 0 ? 0 : 1 - Math.pow(10, -4 * random.nextDouble());
      double eta = Math.pow(10, 4 * random.nextDouble() - 3);
      double part = Math.pow(10, -8 * random.nextDouble());
      double lambda = 0.99 * part * FixedPoint.bound(gamma) / eta;
      // 1 − γ and √γ are rounded once each; at 0.99 of the bound that counts a hundredfold.
      BigDecimal exact = oneMinusAlpha(eta, lambda, gamma);
      BigDecimal actual = new BigDecimal(FixedPoint.of(eta, lambda, gamma).oneMinusAlpha());
      assertThat(actual.subtract(exact).divide(exact, DIGITS).abs().doubleValue())
          .as("η = %s, λ = %s, γ = %s", eta, lambda, gamma)
          .isLessThan(part > 0.1 ? 1e-13 : 1e-15);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 5e-4, 0.9", "0.5, 0.02, 0.5", "1, 0.3, 0", "0.001, 2, 0.9"})
  void kappaIsLeftUnchangedByTheRecursion(double eta, double lambda, double gamma) {
    double kappa = FixedPoint.of(eta, lambda, gamma).kappa();
    double mu = lambda + gamma * kappa;
    assertThat(mu / (1 - eta * mu)).isCloseTo(kappa, withinPercentage(1e-12));
    assertThat((1 / (1 - eta * mu) - 1) / eta).isCloseTo(kappa, withinPercentage(1e-10));
  }

  @Test
  void withoutMomentumAlphaIsOneMinusTheDecay() {
    assertThat(FixedPoint.of(0.25, 0.125, 0).oneMinusAlpha()).isEqualTo(0.25 * 0.125);
    assertThat(FixedPoint.of(0.5, 1.5, 0).oneMinusAlpha()).isEqualTo(0.75);
  }

  @Test
  void withoutRateKappaIsTheLimit() {
    FixedPoint still = FixedPoint.of(0, 0.02, 0.9);
    assertThat(still.oneMinusAlpha()).isZero();
    assertThat(still.growth()).isEqualTo(1);
    // u' = γu + λq at q = 1 settles at λ/(1 − γ).
    assertThat(still.kappa()).isCloseTo(0.2, offset(1e-15));
  }

  @Test
  void withoutDecayNothingGrows() {
    assertThat(FixedPoint.of(0.1, 0, 0.9)).isEqualTo(new FixedPoint(0, 0));
  }

  /** Growth ρ a step belongs to α = ρ^(−1/2) and λη = (1 − α)(1 − γ/α), as long as ρ ≤ 1/γ. */
  @Test
  void growthLeadsBackToTheDecay() {
    double gamma = 0.9;
    for (double growth : new double[] {1.0001, 1.001005, 1.01, 1.05, 1.1}) {
      double alpha = 1 / Math.sqrt(growth);
      double decay = (1 - alpha) * (1 - gamma / alpha);
      assertThat(FixedPoint.of(0.1, decay / 0.1, gamma).growth())
          .isCloseTo(growth, withinPercentage(1e-11));
    }
  }

  @Test
  void boundIsTheLargestDecay() {
    assertThat(FixedPoint.bound(0.9)).isCloseTo(2.633e-3, offset(5e-7));
    assertThat(FixedPoint.bound(0.99)).isCloseTo(2.5e-5, offset(5e-7));
    assertThat(FixedPoint.bound(0)).isEqualTo(1);
  }

  /** At the bound itself α = √γ, a double root; a hair above there is none. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.1, 0.5, 0.9, 0.99, 0.999999})
  void reachesItsBound(double gamma) {
    double bound = FixedPoint.bound(gamma);
    assertThat(1 - FixedPoint.of(1, bound, gamma).oneMinusAlpha())
        .isCloseTo(Math.sqrt(gamma), offset(1e-15));
    assertThatThrownBy(() -> FixedPoint.of(1, Math.nextUp(bound), gamma))
        .isInstanceOf(InconvertibleRecipeException.class)
        .hasMessageContaining("exceeds (1 − √γ)² = " + bound);
  }

  @Test
  void refusesAlphaZero() {
    assertThatThrownBy(() -> FixedPoint.of(1, 1, 0))
        .isInstanceOf(InconvertibleRecipeException.class)
        .hasMessageContaining("not positive");
  }

  @Test
  void refusesArgumentsOutOfRange() {
    for (double wrong : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> FixedPoint.of(wrong, 0.1, 0.5))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("learning rate must be finite and at least 0, but is " + wrong);
      assertThatThrownBy(() -> FixedPoint.of(0.1, wrong, 0.5))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weight decay");
      assertThatThrownBy(() -> FixedPoint.bound(wrong))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("momentum");
    }
    assertThatThrownBy(() -> FixedPoint.of(0.1, 0.1, 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("momentum must be at least 0 and less than 1, but is 1.0");
  }
}
