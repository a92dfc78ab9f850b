package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.checkpoint.Checkpoint;
import org.texp4j.dl4j.checkpoint.CheckpointFile;
import org.texp4j.dl4j.state.TrainingState;
import org.texp4j.schedule.Conversion;

/** A run that stops and goes on is the run that never stopped. */
class TrainingSessionTest {

  private static final long STEPS = 2 * SmallestExperiment.EPOCH;

  @TempDir private Path directory;

  /** Two epochs; near the bound λη ≤ 1 of a run without momentum, so that it is rescaled. */
  private static final Experiment GROWING =
      SmallestExperiment.of(constantRecipe(STEPS, 0.1, 1, 0), Conversion.TEXP_PLUS_PLUS).build();

  @Test
  void goesOnFromEveryStepInTheSameBits() throws IOException {
    RunSettings settings = RunSettings.of(GROWING);
    TrainingRun whole = TrainingRun.start(GROWING, settings);
    List<Path> files = new ArrayList<>();
    whole.addListener(
        new StepListener() {
          @Override
          public void settled(TrainingRun run) {
            files.add(written(run));
          }
        });
    GROWING.loop().train(whole);
    TrainingState end = whole.state();

    assertThat(files).hasSize((int) STEPS);
    for (Path file : files) {
      Checkpoint checkpoint = CheckpointFile.read(file);
      TrainingRun resumed = TrainingRun.start(GROWING, settings);
      resumed.restore(checkpoint);
      GROWING.loop().train(resumed);

      assertThat(resumed.step()).isEqualTo(STEPS);
      assertThat(resumed.state().parameters())
          .as("parameters after resuming at step %d", checkpoint.step())
          .isEqualTo(end.parameters());
      assertThat(resumed.state().velocities()).isEqualTo(end.velocities());
    }
    assertThat(end.shift()).as("the run was rescaled on its way").isPositive();
  }

  private Path written(TrainingRun run) {
    Path file = directory.resolve(run.step() + ".ckpt");
    try {
      CheckpointFile.write(file, run.position(), run.network());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }
}
