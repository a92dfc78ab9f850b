package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which recipes TEXP++ can run, and how the others are refused. */
class ValidityTest {

  private static Plan texpPlusPlus(long steps, double eta, double lambda, double gamma) {
    return Plan.of(
        new Recipe(steps, Curve.constant(eta), Curve.constant(lambda), Curve.constant(gamma)),
        RecipeForm.TEXP_PLUS_PLUS);
  }

  @ParameterizedTest
  @CsvSource({"0.003, 142", "0.005, 48", "0.02, 14"})
  void namesTheStepAtWhichAConstantRecipeFails(double decay, long stepsTaken) {
    // The 142nd step has the index 141.
    long step = stepsTaken - 1;
    assertThatThrownBy(() -> texpPlusPlus(1000, 1, decay, 0.9))
        .isInstanceOfSatisfying(
            InconvertibleRecipeException.class, e -> assertThat(e.step()).isEqualTo(step))
        .hasMessageContaining("at step " + step + ", counted from 0")
        .hasMessageContaining("λη ≤ (1 − √γ)² = 0.00263");
    assertThat(texpPlusPlus(step, 1, decay, 0.9).steps()).isEqualTo(step);
  }

  @Test
  void neverFailsAtTheBound() {
    for (double gamma : new double[] {0.1, 0.5, 0.9, 0.99}) {
      Plan plan = texpPlusPlus(100_000, 1, FixedPoint.bound(gamma), gamma);
      // α sinks towards √γ from above; at the double root rounding counts by its square root.
      assertThat(plan.phases().get(0).last().alpha()).isGreaterThan(Math.sqrt(gamma) - 1e-7);
    }
  }

  /** λ ≤ Λ, η ≤ H, γ ≤ Γ and ΛH ≤ (1 − √Γ)² give α ≥ √Γ, in whatever order the values come. */
  @Test
  void withinTheBoundAlphaStaysAboveTheRootOfTheMomentum() {
    for (int seed = 0; seed < 300; seed++) {
      double part = 1 - 0.5 * new Random(seed).nextDouble();
      Recipe recipe = new RandomRecipes(seed).draw(1000, part);
      double largest = 0;
      double smallestAlpha = 1;
      PlanCursor cursor = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
      while (cursor.hasNext()) {
        Step step = cursor.next();
        largest = Math.max(largest, step.momentum());
        smallestAlpha = Math.min(smallestAlpha, step.alpha());
      }
      assertThat(smallestAlpha).as("seed %s", seed).isGreaterThanOrEqualTo(Math.sqrt(largest));
    }
  }

  @Test
  void asDeclaredEverythingIsValid() {
    Recipe recipe = new Recipe(1000, Curve.constant(1), Curve.constant(0.02), Curve.constant(0.9));
    PlanCursor cursor = Plan.of(recipe, RecipeForm.WEIGHT_DECAY).cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      assertThat(step.before()).isEqualTo(Coordinates.IDENTITY);
      assertThat(step.after()).isEqualTo(Coordinates.IDENTITY);
      assertThat(step.alpha()).isEqualTo(1);
      assertThat(step.rate()).isEqualTo(ScaledDouble.ONE);
    }
  }

  /** A constant recipe at its rule's bound goes on for ever; a hundredth beyond it, it does not. */
  @ParameterizedTest
  @MethodSource("org.texp4j.schedule.LockstepTest#rules")
  void everyRuleHasItsBound(Rule rule) {
    for (double gamma : new double[] {0.1, 0.5, 0.9, 0.99}) {
      double bound = rule.bound(gamma);
      assertThat(constant(rule, bound, gamma).steps()).isEqualTo(1_000_000_000);
      assertThatThrownBy(() -> constant(rule, 1.01 * bound, gamma))
          .isInstanceOf(InconvertibleRecipeException.class)
          .hasMessageContaining("λη ≤ " + rule.boundFormula() + " = " + bound);
    }
  }

  private static Plan constant(Rule rule, double decay, double gamma) {
    return Plan.of(
        new Recipe(
            1_000_000_000, Curve.constant(1), Curve.constant(decay), Curve.constant(gamma), rule),
        RecipeForm.TEXP_PLUS_PLUS);
  }
}
