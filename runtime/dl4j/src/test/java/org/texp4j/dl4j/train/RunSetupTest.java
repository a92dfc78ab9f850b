package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.schedules.ScheduleCurves;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** What the lengths of a recipe may be. */
class RunSetupTest {

  private static final long STEPS = 200;

  private static TrainingRun start(Curve rate) {
    Recipe recipe = new Recipe(STEPS, rate, Curve.constant(0.01), Curve.constant(0.9));
    return TrainingRun.start(experiment(recipe), RunSettings.of(experiment(recipe)));
  }

  private static Experiment experiment(Recipe recipe) {
    return onImages(recipe, RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
        .build();
  }

  /** A length in steps beside one in epochs: it was right for the data that were declared. */
  @Test
  void aBoundaryThatOtherDataPutPastTheEndIsAMistake(@TempDir Path other) throws IOException {
    Files.write(other.resolve(SmallestExperiment.PIXELS), SmallestExperiment.pixels());
    Experiment experiment =
        SmallestExperiment.of(constant(0.05), RecipeForm.TEXP_PLUS_PLUS)
            .trainingExamples(SmallestExperiment.BATCH)
            .recipe(
                stepsPerEpoch ->
                    new Recipe(
                        STEPS,
                        Curve.stepDecay(0.05, 0.1, 150 * stepsPerEpoch),
                        Curve.constant(0.01),
                        Curve.constant(0.9)),
                RecipeForm.TEXP_PLUS_PLUS)
            .build();
    RunSettings settings = RunSettings.of(experiment).withData(Optional.of(other));
    assertThatThrownBy(() -> TrainingRun.start(experiment, settings))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("the rate changes at step", "past the end at step 200");
  }

  private static Recipe constant(double rate) {
    return new Recipe(STEPS, Curve.constant(rate), Curve.constant(0.01), Curve.constant(0.9));
  }

  static Stream<Curve> endless() {
    return Stream.of(
        Curve.cosineRestarts(0.05, 0, 60, 2, 1),
        Curve.exponential(0.05, 0.5, 30, true),
        ScheduleCurves.of(new ExponentialSchedule(ScheduleType.EPOCH, 0.05, 0.9), 10));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void aCurveThatNeverEndsIsCutOffWhereTheRunEnds(Curve rate) {
    assertThat(start(rate).end()).isEqualTo(STEPS);
  }
}
