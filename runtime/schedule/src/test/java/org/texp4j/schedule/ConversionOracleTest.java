package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TEXP++ against the declared optimizer itself on one number, in 80 digits. */
class ConversionOracleTest {

  /** Nine half units in the last place: η̃ is a product of three rounded numbers, rounded twice. */
  private static final double BOUND = 9 * 0x1p-53;

  /** Where the rate ends at zero κ decays like γ^n; below this the oracle runs out of digits. */
  private static final double SMALLEST_KAPPA = 1e-50;

  /** Sixty recipes; {@code -Dtexp4j.thorough} draws three hundred. */
  static IntStream seeds() {
    return IntStream.range(0, System.getProperty("texp4j.thorough") != null ? 300 : 60);
  }

  /** Every shape and rule, λ and γ varying too; every step of a hundred thousand. */
  @ParameterizedTest
  @MethodSource("seeds")
  void agreesAtEveryStepOfARandomRecipe(int seed) {
    double part = 0.95 * new Random(seed).nextDouble();
    RandomRecipes random = new RandomRecipes(seed);
    Recipe recipe = random.draw(random.drawRule(), 100_000, part);
    PlanCursor cursor = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
    OneNumber oracle = new OneNumber(recipe.rule());
    double worst = 0;
    while (cursor.hasNext()) {
      Step step = cursor.next();
      oracle.step(recipe, step.index());
      worst = Math.max(worst, oracle.errorOfAlpha(step.alpha()));
      worst = Math.max(worst, oracle.errorOfScale(step.after().scale()));
      worst = Math.max(worst, oracle.errorOfRate(step.rate()));
      if (step.after().kappa() > SMALLEST_KAPPA) {
        worst = Math.max(worst, oracle.errorOfKappa(step.after().kappa()));
      }
    }
    assertThat(worst).as("%s", recipe).isLessThan(BOUND);
  }

  @Test
  void agreesFarPastTheRangeOfDouble() {
    long steps = 20_000;
    Recipe recipe =
        new Recipe(steps, Curve.constant(0.5), Curve.constant(0.1), Curve.constant(0.5));
    OneNumber oracle = new OneNumber(recipe.rule());
    for (long step = 0; step < steps; step++) {
      oracle.step(recipe, step);
    }
    Step last = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).at(steps - 1);
    assertThat(last.rate().log2()).isGreaterThan(5_000).isFinite();
    assertThat(last.rate().toDouble()).isInfinite();
    assertThat(oracle.errorOfRate(last.rate())).isLessThan(BOUND);
    // A unit in the last place of a logarithm near 3000 is 5e-13.
    assertThat(last.after().scale().log2()).isCloseTo(oracle.log2Scale(), within(1e-12));
  }

  /**
   * A thousand recipes: above the bound one may or may not live to its end; both sides must agree
   * which.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.001, 1.02, 1.2, 2, 5})
  void failsWhereTheOptimizerItselfWouldCrossZero(double part) {
    int failures = 0;
    for (int seed = 0; seed < 200; seed++) {
      RandomRecipes random = new RandomRecipes(seed);
      Recipe recipe = random.draw(random.drawRule(), 400, part);
      Optional<Long> failure = OneNumber.failure(recipe);
      InconvertibleRecipeException refusal =
          catchThrowableOfType(
              InconvertibleRecipeException.class, () -> Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS));
      assertThat(Optional.ofNullable(refusal).map(InconvertibleRecipeException::step))
          .as("seed %s", seed)
          .isEqualTo(failure);
      failures += failure.isPresent() ? 1 : 0;
    }
    assertThat(failures).as("recipes that fail").isBetween(20, 200);
  }
}
