package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.checkpoint.CheckpointFile;
import org.texp4j.dl4j.state.TrainingState;
import org.texp4j.schedule.Conversion;

/** A run that stops and goes on is the run that never stopped. */
class ResumeTest {

  private static final long STEPS = 2 * SmallestExperiment.EPOCH;

  @TempDir private Path directory;

  /** Two epochs; near the bound λη ≤ 1 of a run without momentum, so that it is rescaled. */
  private static final Experiment GROWING =
      SmallestExperiment.of(constantRecipe(STEPS, 0.1, 1, 0), Conversion.TEXP_PLUS_PLUS).build();

  /**
   * By default each resumed run is followed for three steps and every fortieth to the end; with
   * {@code -Dtexp4j.thorough} all are.
   */
  @Test
  void goesOnFromEveryStepInTheSameBits() throws IOException {
    RunSettings settings = RunSettings.of(GROWING);
    TrainingRun whole = TrainingRun.start(GROWING, settings);
    whole.addListener(writing());
    GROWING.loop().train(whole);
    TrainingState end = whole.state();

    for (long step = 1; step < STEPS; step++) {
      TrainingRun resumed = TrainingRun.start(GROWING, settings);
      resumed.restore(CheckpointFile.read(file(step)));
      boolean toTheEnd = step % 40 == 0 || Boolean.getBoolean("texp4j.thorough");
      long last = toTheEnd ? STEPS : Math.min(STEPS, step + 3);
      while (resumed.step() < last) {
        resumed.takeStep(resumed.nextBatch());
      }
      CheckpointFile.write(directory.resolve("resumed"), resumed.position(), resumed.network());

      assertThat(directory.resolve("resumed"))
          .as("resumed at step %d", step)
          .hasSameBinaryContentAs(file(last));
    }
    assertThat(CheckpointFile.read(file(STEPS)).parameters()).isEqualTo(end.parameters());
    assertThat(end.shift()).as("the run was rescaled on its way").isPositive();
  }

  private Path file(long step) {
    return directory.resolve(step + ".ckpt");
  }

  private StepListener writing() {
    return new StepListener() {
      @Override
      public void settled(TrainingRun run) {
        try {
          CheckpointFile.write(file(run.step()), run.position(), run.network());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
