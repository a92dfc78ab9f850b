package org.texp4j.dl4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Facts;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** A run that stops and goes on is the run that never stopped. */
class ResumeTest {

  private static final long STEPS = 2 * SmallestExperiment.EPOCH;

  @TempDir private Path directory;

  /** Two epochs; near the bound λη ≤ 1 of a run without momentum, so that it is rescaled. */
  private static final Experiment GROWING =
      SmallestExperiment.of(constantRecipe(STEPS, 0.1, 1, 0), RecipeForm.TEXP_PLUS_PLUS).build();

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
      resumed.restore(CheckpointFile.read(file(step)).snapshot());
      boolean toTheEnd = step % 40 == 0 || Thorough.ASKED;
      long last = toTheEnd ? STEPS : Math.min(STEPS, step + 3);
      while (resumed.step() < last) {
        resumed.takeStep(resumed.nextBatch());
      }
      CheckpointFile.write(directory.resolve("resumed"), resumed, Facts.NONE);

      assertThat(directory.resolve("resumed"))
          .as("resumed at step %d", step)
          .hasSameBinaryContentAs(file(last));
    }
    assertThat(Bits.of(CheckpointFile.read(file(STEPS)).snapshot().parameters()))
        .isEqualTo(Bits.of(end.parameters()));
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
          CheckpointFile.write(file(run.step()), run, Facts.NONE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** Data that shuffle themselves at every reset, by a random number generator of their own. */
  private static final class SelfShuffled extends ListDataSetIterator<DataSet> {

    private static final long serialVersionUID = 1;

    private final Random random;
    private ListDataSetIterator<DataSet> now;

    SelfShuffled(Random random) {
      super(TinyExperiments.images(), TinyExperiments.BATCH);
      this.random = random;
      reset();
    }

    @Override
    public void reset() {
      List<DataSet> images = TinyExperiments.images();
      Collections.shuffle(images, random);
      now = new ListDataSetIterator<>(images, TinyExperiments.BATCH);
    }

    @Override
    public boolean hasNext() {
      return now.hasNext();
    }

    @Override
    public DataSet next() {
      return now.next();
    }
  }

  private static Experiment onDataShuffledBy(Supplier<Random> random) {
    return TinyExperiments.onImages(constantRecipe(30, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
        .trainingData(request -> new SelfShuffled(random.get()))
        .build();
  }

  @Test
  void dataThatShuffleThemselvesBySeedGoOnInTheirOrder() throws IOException {
    Experiment experiment = onDataShuffledBy(() -> new Random(9));
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    whole.addListener(writing());
    experiment.loop().train(whole);

    for (long step : new long[] {5, 10, 15, 20, 25}) {
      TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
      resumed.restore(CheckpointFile.read(file(step)).snapshot());
      experiment.loop().train(resumed);
      assertThat(Bits.of(resumed.state().parameters()))
          .as("resumed at step %d", step)
          .isEqualTo(Bits.of(whole.state().parameters()));
    }
  }

  @Test
  void dataThatCannotGiveTheirOrderAgainAreRefusedInTheMiddleOfAnEpoch() throws IOException {
    AtomicLong seed = new AtomicLong();
    Experiment experiment = onDataShuffledBy(() -> new Random(seed.incrementAndGet()));
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    whole.addListener(writing());
    experiment.loop().train(whole);
    TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
    resumed.restore(CheckpointFile.read(file(15)).snapshot());

    assertThatThrownBy(resumed::nextBatch)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "the training data do not give the batches again that this run had in epoch 2 before"
                + " step 15: ");
  }
}
