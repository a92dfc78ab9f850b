package org.texp4j.dl4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.WrittenRules;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** A run of a rule that is written in the language: what works for SGD works for it. */
class WrittenRuleRunTest {

  private static final int STEPS = 40;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void resumesBitIdentically(RecipeForm form) throws IOException {
    Experiment experiment = experiment(WrittenRules.MUON, form);
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    whole.addListener(writing());
    experiment.loop().train(whole);

    for (long step : new long[] {1, 17, 39}) {
      TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
      resumed.restore(CheckpointFile.read(file(step)).snapshot());
      experiment.loop().train(resumed);
      CheckpointFile.write(directory.resolve("resumed"), resumed, Progress.NONE);

      assertThat(directory.resolve("resumed"))
          .as("resumed at step %d", step)
          .hasSameBinaryContentAs(file(STEPS));
    }
  }

  @Test
  void aStateIsMappedToTheOtherFormAndBackAtAnyStep() {
    Experiment experiment = experiment(WrittenRules.MUON, RecipeForm.TEXP_PLUS_PLUS);
    RunSettings settings = RunSettings.of(experiment).withDataType(DataType.DOUBLE);
    TrainingRun declared =
        TrainingRun.start(experiment, settings.withForm(RecipeForm.WEIGHT_DECAY));
    TrainingRun converted = TrainingRun.start(experiment, settings);
    for (int i = 0; i < 25; i++) {
      Batch batch = declared.nextBatch();
      declared.takeStep(batch);
      converted.takeStep(batch);
    }

    TrainingState mapped = converted.state().toWeightDecay(converted.coordinates());

    assertClose(mapped.parameters(), declared.state().parameters());
    assertClose(mapped.velocities(), declared.state().velocities());
    TrainingState back = mapped.toExponential(converted.coordinates());
    assertClose(back.velocities(), converted.state().velocities());
  }

  /** Relative to the largest element; rounding of some 25 steps. */
  private static void assertClose(INDArray actual, INDArray expected) {
    double size = expected.normmaxNumber().doubleValue();
    assertThat(actual.sub(expected).normmaxNumber().doubleValue()).isLessThan(1e-11 * size);
  }

  @Test
  void deeplearning4jRestoresItsModel() throws IOException {
    Experiment experiment = experiment(WrittenRules.MUON, RecipeForm.TEXP_PLUS_PLUS);
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    run.takeStep(run.nextBatch());
    CheckpointFile.write(file(1), run, Progress.NONE);

    var restored = ModelSerializer.restoreMultiLayerNetwork(file(1).toFile(), true);

    assertThat(Bits.of(restored.params())).isEqualTo(Bits.of(run.state().parameters()));
    assertThat(restored.getUpdater().getStateViewArray().length())
        .isEqualTo(run.state().velocities().length());
  }

  @Test
  void evaluationUsesTheTensorThatTheRuleNames() {
    Experiment experiment = experiment(WrittenRules.SCHEDULE_FREE, RecipeForm.TEXP_PLUS_PLUS);
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    for (int i = 0; i < 10; i++) {
      run.takeStep(run.nextBatch());
    }
    INDArray before = run.state().parameters();
    List<INDArray> evaluated = new ArrayList<>();

    run.withAverage(() -> evaluated.add(run.state().parameters()));

    assertThat(evaluated.get(0)).isNotEqualTo(before);
    assertThat(Bits.of(run.state().parameters())).isEqualTo(Bits.of(before));
  }

  private Path file(long step) {
    return directory.resolve(step + ".ckpt");
  }

  private StepListener writing() {
    return new StepListener() {
      @Override
      public void settled(TrainingRun run) {
        try {
          CheckpointFile.write(file(run.step()), run, Progress.NONE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static Experiment experiment(WrittenRules rule, RecipeForm form) {
    Recipe recipe =
        new Recipe(
            STEPS,
            Curve.cosineDecay(0x1p-5, 0, STEPS),
            Curve.constant(0.5),
            Curve.constant(0.9),
            rule.rule());
    return onImages(recipe, form)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
        .build();
  }
}
