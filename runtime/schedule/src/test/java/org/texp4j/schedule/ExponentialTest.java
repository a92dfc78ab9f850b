package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EXPONENTIAL is Theorem 2.9: the recursion on its fixed point. */
class ExponentialTest {

  private static Plan plan(long steps, double eta, double lambda, double gamma) {
    return Plan.of(
        new Recipe(steps, Curve.constant(eta), Curve.constant(lambda), Curve.constant(gamma)),
        RecipeForm.EXPONENTIAL);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 5e-4, 0.9", "0.5, 0.02, 0.5", "0.001, 0.02, 0.99", "1, 0.3, 0"})
  void followsTheClosedForm(double eta, double lambda, double gamma) {
    FixedPoint fixedPoint = FixedPoint.of(eta, lambda, gamma);
    double log2Alpha = Math.log1p(-fixedPoint.oneMinusAlpha()) / Math.log(2);
    PlanCursor cursor = plan(2000, eta, lambda, gamma).cursor();
    Step before = null;
    while (cursor.hasNext()) {
      Step step = cursor.next();
      assertThat(step.before().kappa()).isEqualTo(fixedPoint.kappa());
      assertThat(step.after().kappa()).isEqualTo(fixedPoint.kappa());
      double closedForm = Math.log(eta) / Math.log(2) - (2 * step.index() + 1) * log2Alpha;
      // Logarithms up to 2100: a few units in the last place.
      assertThat(step.rate().log2()).isCloseTo(closedForm, offset(2e-12));
      if (before != null) {
        double ratio = step.rate().mantissa() / before.rate().mantissa();
        double shift = Math.scalb(1, (int) (step.rate().exponent() - before.rate().exponent()));
        assertThat(ratio * shift).isCloseTo(fixedPoint.growth(), withinPercentage(2e-13));
      }
      before = step;
    }
  }

  /** Theorem 2.1: without momentum, η̃_t = η (1 − λη)^(−2t−1). */
  @Test
  void withoutMomentumIsTheoremTwoOne() {
    PlanCursor cursor = plan(500, 0.5, 0.01, 0).cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      double theorem = 0.5 * Math.pow(1 - 0.01 * 0.5, -2.0 * step.index() - 1);
      // 1 − λη is rounded once and raised to the power of 999.
      assertThat(step.rate().toDouble()).isCloseTo(theorem, withinPercentage(1e-11));
    }
  }

  @Test
  void startsWithTheVelocityOfTheFixedPoint() {
    Coordinates start = plan(10, 0.1, 5e-4, 0.9).coordinatesAt(0);
    assertThat(start.scale()).isEqualTo(ScaledDouble.ONE);
    assertThat(start.kappa()).isEqualTo(FixedPoint.of(0.1, 5e-4, 0.9).kappa());
  }

  @Test
  void acceptsAnyCurveThatKeepsOneValue() {
    Recipe recipe =
        new Recipe(
            100,
            Curve.stepDecay(0.1, 0.5, 100, 200),
            Curve.linearWarmup(1, 10, Curve.constant(5e-4)),
            Curve.piecewiseConstant(List.of(0.9, 0.9), 50));
    assertThat(recipe.isConstant()).isTrue();
    assertThat(Plan.of(recipe, RecipeForm.EXPONENTIAL).coordinatesAt(100).scale())
        .isEqualTo(plan(100, 0.1, 5e-4, 0.9).coordinatesAt(100).scale());
  }

  @Test
  void refusesARecipeThatChangesAndNamesTheStep() {
    assertRefusedAt(30, Curve.stepDecay(0.1, 0.1, 30, 60));
    assertRefusedAt(1, Curve.cosineDecay(0.1, 0, 100));
    assertRefusedAt(1, Curve.linearWarmup(0, 20, Curve.constant(0.1)));
  }

  private static void assertRefusedAt(long step, Curve rate) {
    Recipe recipe = new Recipe(100, rate, Curve.constant(5e-4), Curve.constant(0.9));
    assertThat(recipe.isConstant()).isFalse();
    assertThatThrownBy(() -> Plan.of(recipe, RecipeForm.EXPONENTIAL))
        .isInstanceOfSatisfying(
            InconvertibleRecipeException.class, e -> assertThat(e.step()).isEqualTo(step))
        .hasMessageContaining("at step " + step + "; TEXP_PLUS_PLUS converts any schedule");
  }

  @Test
  void refusesADecayBeyondTheBound() {
    assertThatThrownBy(() -> plan(10, 0.1, 0.03, 0.9))
        .isInstanceOf(InconvertibleRecipeException.class)
        .hasMessageContaining("exceeds (1 − √γ)²");
  }
}
