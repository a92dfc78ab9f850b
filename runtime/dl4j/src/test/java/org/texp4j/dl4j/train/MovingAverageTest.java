package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.WrittenRules;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.rule.Orthogonal;

/** The average of an exponential run is that of the declared run at its scale. */
class MovingAverageTest {

  private static final double KEPT = 0.9;
  private static final long STEPS = 60;

  /** P is 2^19 in the end: it is rescaled on its way, at degree 2. */
  static List<Arguments> recipes() {
    List<Arguments> recipes = new ArrayList<>();
    for (boolean logarithmic : new boolean[] {false, true}) {
      recipes.add(Arguments.of("SGD", logarithmic, recipe(0, Sgd.HEAVY_BALL), Twins.STRICT_BOUND));
    }
    recipes.add(
        Arguments.of(
            "AdaBelief", false, recipe(0.9, WrittenRules.ADA_BELIEF.rule()), Twins.STRICT_BOUND));
    // Each Newton–Schulz step multiplies small singular values, and their rounding, by its first
    // coefficient.
    recipes.add(
        Arguments.of(
            "Muon",
            false,
            recipe(0.9, WrittenRules.MUON.rule()),
            Twins.STRICT_BOUND * Math.pow(Orthogonal.A, Orthogonal.STEPS)));
    return recipes;
  }

  private static Recipe recipe(double momentum, Rule rule) {
    return new Recipe(
        STEPS, Curve.constant(0.1), Curve.constant(2), Curve.constant(momentum), rule);
  }

  @ParameterizedTest(name = "{0}, logarithmic statistics: {1}")
  @MethodSource("recipes")
  void isTheAverageOfTheDeclaredRun(String name, boolean logarithmic, Recipe recipe, double bound) {
    Experiment experiment =
        onImages(recipe, RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.rectified(base, logarithmic))
            .build();
    TrainingRun declared = start(experiment, RecipeForm.WEIGHT_DECAY);
    TrainingRun converted = start(experiment, RecipeForm.TEXP_PLUS_PLUS);
    INDArray naive = converted.state().parameters();
    INDArray independent = declared.state().parameters();

    while (declared.step() < STEPS) {
      Batch batch = declared.nextBatch();
      declared.takeStep(batch);
      converted.takeStep(batch);
      independent.muli(KEPT).addi(declared.state().parameters().mul(1 - KEPT));
      naive.muli(KEPT).addi(converted.state().parameters().mul(1 - KEPT));
    }
    TrainingRun mapped = start(experiment, RecipeForm.WEIGHT_DECAY);
    mapped.takeOver(converted);

    assertThat(relative(average(declared), independent)).isLessThan(bound);
    assertThat(relative(average(mapped), independent)).isLessThan(bound);
    assertThat(converted.state().shift()).isPositive();
    assertThat(relative(average(converted), naive))
        .as("an average that does not follow the scale")
        .isGreaterThan(1e-6);
  }

  private static TrainingRun start(Experiment experiment, RecipeForm form) {
    return TrainingRun.start(
        experiment,
        RunSettings.of(experiment)
            .withForm(form)
            .withDataType(DataType.DOUBLE)
            .withAverage(OptionalDouble.of(KEPT)));
  }

  private static INDArray average(TrainingRun run) {
    return run.snapshot().average().orElseThrow();
  }

  private static double relative(INDArray here, INDArray there) {
    return here.sub(there).norm2Number().doubleValue() / there.norm2Number().doubleValue();
  }
}
