package org.texp4j.processor.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.shape.Shape;
import org.texp4j.processor.model.shape.StepDecay;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Unit;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;

/** The numbers that an error recommends can be pasted, and no larger ones would do. */
final class ConversionLimitsTest {

  private static final Pattern REMEDIES =
      Pattern.compile(
          "@WeightDecay\\((.*?)\\) or learningRate = (\\S+?)(?: or @Momentum\\((.*?)\\))?,"
              + " each the largest that (a run of any length|this run) allows");
  private static final double NEXT_DIGIT = 1.0011;

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.05, 0.9",
    "0.1, 11, 0.0",
    "1.0, 1.0, 0.0",
    "0.3, 0.9, 0.5",
    "0.1, 0.001, 0.99",
    "1.0, 3.0, 0.9",
    "1e-3, 1e3, 0.25",
    "1e10, 1e10, 0.9",
  })
  void theLargestDo(double learningRate, double weightDecay, double momentum) {
    DeclaredRecipe recipe =
        recipe(DeclaredCurve.constant(learningRate), weightDecay, momentum, Sgd.HEAVY_BALL);
    for (RecipeForm form : List.of(RecipeForm.EXPONENTIAL, RecipeForm.TEXP_PLUS_PLUS)) {
      Matcher found = remedies(recipe, form);
      assertLargest(recipe, found.group(1), Hyperparameter.WEIGHT_DECAY, form);
      assertLargest(recipe, found.group(2), Hyperparameter.LEARNING_RATE, form);
      if (learningRate * weightDecay < 1) {
        assertLargest(recipe, found.group(3), Hyperparameter.MOMENTUM, form);
      } else {
        assertThat(found.group(3)).isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.1, 0.9", "0.1, 10, 0.9"})
  void theLargestRateOfAScheduleCounts(double learningRate, double factor, double momentum) {
    Shape shape = new StepDecay(List.of(new Length(10_000, Unit.STEPS)), factor);
    DeclaredRecipe recipe =
        recipe(
            new DeclaredCurve(learningRate, shape, Optional.empty()),
            0.5,
            momentum,
            Sgd.HEAVY_BALL);

    Matcher found = remedies(recipe, RecipeForm.TEXP_PLUS_PLUS);

    assertLargest(recipe, found.group(1), Hyperparameter.WEIGHT_DECAY, RecipeForm.TEXP_PLUS_PLUS);
    assertLargest(recipe, found.group(2), Hyperparameter.LEARNING_RATE, RecipeForm.TEXP_PLUS_PLUS);
    assertLargest(recipe, found.group(3), Hyperparameter.MOMENTUM, RecipeForm.TEXP_PLUS_PLUS);
  }

  private static Matcher remedies(DeclaredRecipe recipe, RecipeForm form) {
    Matcher found =
        REMEDIES.matcher(
            new ConversionLimits(recipe, form, 391, ConversionLimitsTest::written).remedies());
    assertThat(found.matches()).isTrue();
    return found;
  }

  private static String written(Hyperparameter of, String value) {
    return switch (of) {
      case LEARNING_RATE -> "learningRate = " + value;
      case WEIGHT_DECAY -> "@WeightDecay(" + value + ")";
      case MOMENTUM -> "@Momentum(" + value + ")";
    };
  }

  private static void assertLargest(
      DeclaredRecipe recipe, String pasted, Hyperparameter of, RecipeForm form) {
    double value = Double.parseDouble(pasted);
    assertThatCode(() -> Plan.of(recipe.with(of, value).inSteps(391), form))
        .doesNotThrowAnyException();
    Recipe larger = recipe.with(of, value * NEXT_DIGIT).inSteps(391);
    assertThat(larger.weightDecay().range().maximum() * larger.learningRate().range().maximum())
        .isGreaterThan(0.9999 * larger.rule().bound(larger.momentum().range().maximum()));
  }

  private static DeclaredRecipe recipe(
      DeclaredCurve learningRate, double weightDecay, double momentum, Rule rule) {
    return new DeclaredRecipe(
        new Length(30_000, Unit.STEPS),
        learningRate,
        DeclaredCurve.constant(weightDecay),
        DeclaredCurve.constant(momentum),
        rule);
  }
}
