package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TEXP++ against the declared optimizer itself on one number, in 60 digits. */
class ConversionOracleTest {

  /** Nine half units in the last place: η̃ is a product of three rounded numbers, rounded twice. */
  private static final double BOUND = 9 * 0x1p-53;

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesAtEveryStepOfARandomRecipe(int seed) {
    double part = 0.95 * new Random(seed).nextDouble();
    Recipe recipe = new RandomRecipes(seed).draw(400, part);
    PlanCursor cursor = Plan.of(recipe, Conversion.TEXP_PLUS_PLUS).cursor();
    OneNumber oracle = new OneNumber(recipe.rule());
    while (cursor.hasNext()) {
      Step step = cursor.next();
      assertThat(oracle.step(recipe, step.index())).isTrue();
      assertAgrees(step, oracle);
      assertThat(OneNumber.relativeError(step.after().kappa(), oracle.kappa()))
          .as("κ after step %s", step.index())
          .isLessThan(BOUND);
    }
  }

  static Stream<Arguments> longRecipes() {
    long steps = 100_000;
    Curve lambda = Curve.constant(5e-4);
    Curve gamma = Curve.constant(0.9);
    return Stream.of(
        Arguments.of("constant", new Recipe(steps, Curve.constant(0.1), lambda, gamma)),
        Arguments.of(
            "step decay",
            new Recipe(steps, Curve.stepDecay(0.1, 0.1, 31_280, 46_920), lambda, gamma)),
        Arguments.of(
            "cosine to zero after warm-up from zero",
            new Recipe(
                steps,
                Curve.linearWarmup(0, 2_000, Curve.cosineDecay(0.1, 0, steps - 2_000)),
                lambda,
                gamma)),
        Arguments.of(
            "no momentum", new Recipe(steps, Curve.constant(0.5), lambda, Curve.constant(0))),
        Arguments.of("varying", new RandomRecipes(4).draw(steps, 0.02)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longRecipes")
  void agreesAfterAHundredThousandSteps(String name, Recipe recipe) {
    PlanCursor cursor = Plan.of(recipe, Conversion.TEXP_PLUS_PLUS).cursor();
    OneNumber oracle = new OneNumber(recipe.rule());
    while (cursor.hasNext()) {
      Step step = cursor.next();
      oracle.step(recipe, step.index());
      if (step.index() % 5_000 == 0 || !cursor.hasNext()) {
        assertAgrees(step, oracle);
      }
    }
  }

  private static void assertAgrees(Step step, OneNumber oracle) {
    assertThat(OneNumber.relativeError(step.alpha(), oracle.alpha()))
        .as("α of step %s", step.index())
        .isLessThan(BOUND);
    assertThat(OneNumber.relativeError(step.after().scale(), oracle.scale()))
        .as("P after step %s", step.index())
        .isLessThan(BOUND);
    assertThat(OneNumber.relativeError(step.rate(), oracle.rate()))
        .as("η̃ of step %s", step.index())
        .isLessThan(BOUND);
  }

  @Test
  void agreesFarPastTheRangeOfDouble() {
    long steps = 20_000;
    Recipe recipe =
        new Recipe(steps, Curve.constant(0.5), Curve.constant(0.1), Curve.constant(0.5));
    PlanCursor cursor = Plan.of(recipe, Conversion.TEXP_PLUS_PLUS).cursor();
    OneNumber oracle = new OneNumber(recipe.rule());
    Step last = null;
    while (cursor.hasNext()) {
      last = cursor.next();
      oracle.step(recipe, last.index());
    }
    assertThat(last.rate().log2()).isGreaterThan(5_000).isFinite();
    assertThat(last.rate().toDouble()).isInfinite();
    // A unit in the last place of a logarithm near 6000 is 1e-12.
    assertThat(last.rate().log2()).isCloseTo(OneNumber.log2(oracle.rate()), within(3e-12));
    assertAgrees(last, oracle);
  }

  /** Above the bound a recipe may or may not live to its end; both sides must agree which. */
  @ParameterizedTest
  @ValueSource(doubles = {1.02, 1.2, 2, 5})
  void failsWhereTheOptimizerItselfWouldCrossZero(double part) {
    int failures = 0;
    for (int seed = 0; seed < 60; seed++) {
      Recipe recipe = new RandomRecipes(seed).draw(400, part);
      Optional<Long> failure = OneNumber.failure(recipe);
      InconvertibleRecipeException refusal =
          catchThrowableOfType(
              InconvertibleRecipeException.class, () -> Plan.of(recipe, Conversion.TEXP_PLUS_PLUS));
      assertThat(Optional.ofNullable(refusal).map(InconvertibleRecipeException::step))
          .as("seed %s", seed)
          .isEqualTo(failure);
      failures += failure.isPresent() ? 1 : 0;
    }
    assertThat(failures).as("recipes that fail").isBetween(5, 60);
  }
}
