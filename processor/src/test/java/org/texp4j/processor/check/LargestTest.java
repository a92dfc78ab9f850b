package org.texp4j.processor.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.DeclaredRecipe.Constant;
import org.texp4j.processor.model.DeclaredRecipe.StepDecay;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Unit;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.FixedPoint;
import org.texp4j.schedule.Plan;

/** The numbers that an error recommends can be pasted, and no larger ones would do. */
final class LargestTest {

  private static final Pattern REMEDIES =
      Pattern.compile(
          "@WeightDecay\\((.*?)\\) or learningRate = (\\S+)(?: or @Momentum\\((.*?)\\))?");
  private static final double NEXT_DIGIT = 1.0011;

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.05, 0.9",
    "0.1, 0.5, 0.0",
    "1.0, 1.0, 0.0",
    "0.3, 0.9, 0.5",
    "0.1, 0.001, 0.99",
    "1.0, 3.0, 0.9",
    "1e-3, 1e3, 0.25",
    "1e10, 1e10, 0.9",
  })
  void theLargestDo(double learningRate, double weightDecay, double momentum) {
    DeclaredRecipe recipe =
        new DeclaredRecipe(
            new Length(30_000, Unit.STEPS),
            learningRate,
            new Constant(),
            Optional.empty(),
            weightDecay,
            momentum);
    for (Conversion conversion : List.of(Conversion.EXPONENTIAL, Conversion.TEXP_PLUS_PLUS)) {
      Matcher found = remedies(recipe, conversion);
      assertLargest(found.group(1), recipe::withWeightDecay, conversion);
      assertLargest(found.group(2), recipe::withLearningRate, conversion);
      if (learningRate * weightDecay < 1) {
        assertLargest(found.group(3), recipe::withMomentum, conversion);
      } else {
        assertThat(found.group(3)).isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.1, 0.9", "0.1, 10, 0.9"})
  void theLargestRateOfAScheduleCounts(double learningRate, double factor, double momentum) {
    DeclaredRecipe recipe =
        new DeclaredRecipe(
            new Length(30_000, Unit.STEPS),
            learningRate,
            new StepDecay(factor, List.of(new Length(10_000, Unit.STEPS))),
            Optional.empty(),
            0.5,
            momentum);

    Matcher found = remedies(recipe, Conversion.TEXP_PLUS_PLUS);

    assertLargest(found.group(1), recipe::withWeightDecay, Conversion.TEXP_PLUS_PLUS);
    assertLargest(found.group(2), recipe::withLearningRate, Conversion.TEXP_PLUS_PLUS);
    assertLargest(found.group(3), recipe::withMomentum, Conversion.TEXP_PLUS_PLUS);
  }

  private static Matcher remedies(DeclaredRecipe recipe, Conversion conversion) {
    Matcher found = REMEDIES.matcher(new Largest(recipe, conversion, 391).remedies());
    assertThat(found.matches()).isTrue();
    return found;
  }

  private static void assertLargest(
      String pasted, DoubleFunction<DeclaredRecipe> with, Conversion conversion) {
    DeclaredRecipe recipe = with.apply(Double.parseDouble(pasted));
    assertThatCode(() -> Plan.of(recipe.inSteps(391), conversion)).doesNotThrowAnyException();
    DeclaredRecipe larger = with.apply(Double.parseDouble(pasted) * NEXT_DIGIT);
    assertThat(larger.weightDecay() * larger.largestRate(391))
        .isGreaterThan(0.9999 * FixedPoint.bound(larger.momentum()));
  }
}
