package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.WrittenRules;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/**
 * The gradient of a batch, computed in parts that save memory. Sixteen examples give 6, 5 and 5.
 */
class GradientInPartsTest {

  @Test
  void aGradientInPartsIsThatOfTheWholeBatchWhereNothingMixesExamples() {
    Experiment plain =
        TinyExperiments.onImages(
                TinyExperiments.constantRecipe(60, 0.1, 0.01, 0.9), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(
                base ->
                    TinyExperiments.classifier(
                        base, new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build()))
            .build();
    RunSettings settings = RunSettings.of(plain).withDataType(DataType.DOUBLE);
    TrainingRun whole = TrainingRun.start(plain, settings);
    TrainingRun parts = TrainingRun.start(plain, settings.withParts(3));

    advance(whole, 60);
    advance(parts, 60);

    assertThat(deviation(parts.state().parameters(), whole.state().parameters()))
        .isLessThan(Twins.STRICT_BOUND);
    assertThat(parts.loss()).isCloseTo(whole.loss(), within(Twins.STRICT_BOUND));
  }

  static List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(TinyExperiments.constantRecipe(40, 0.1, 5e-3, 0.9));
    for (WrittenRules rule : WrittenRules.values()) {
      recipes.add(
          new Recipe(
              40,
              Curve.constant(0.02),
              Curve.constant(rule.decay()),
              Curve.constant(0.9),
              rule.rule()));
    }
    return Thorough.orEvery(2, recipes);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void twinsStayTwinsWhenTheirGradientsAreComputedInParts(Recipe recipe) {
    Experiment experiment =
        TinyExperiments.onImages(recipe, RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();
    RunSettings settings = RunSettings.of(experiment);

    var checks = Twins.start(experiment, settings.withParts(3)).run(10, check -> {});

    assertThat(checks).allMatch(check -> check.isPassed());
    TrainingRun inParts = TrainingRun.start(experiment, settings.withParts(3));
    TrainingRun whole = TrainingRun.start(experiment, settings);
    advance(inParts, 1);
    advance(whole, 1);
    assertThat(deviation(inParts.state().parameters(), whole.state().parameters()))
        .as("parts have batch statistics of their own; far from rounding to float")
        .isGreaterThan(1e-4);
  }

  private static void advance(TrainingRun run, long step) {
    while (run.step() < step) {
      run.takeStep(run.nextBatch());
    }
  }

  private static double deviation(INDArray here, INDArray there) {
    return here.sub(there).norm2Number().doubleValue() / there.norm2Number().doubleValue();
  }
}
