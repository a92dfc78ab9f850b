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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.dl4j.train.UnrepeatedBatchesException;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** A run that is stopped and resumed is the run that was never stopped, bit for bit. */
class ResumeTest {

  private static final long STEPS = 2 * SmallestExperiment.EPOCH;

  @TempDir private Path directory;

  /** Two epochs; near the bound λη ≤ 1 of a run without momentum, so that it is rescaled. */
  private static final Experiment GROWING =
      SmallestExperiment.of(constantRecipe(STEPS, 0.1, 1, 0), RecipeForm.TEXP_PLUS_PLUS).build();

  /**
   * By default a run is resumed from every seventh step and around the end of an epoch, and
   * followed for three steps, every seventh of them to the end; with {@code -Dtexp4j.thorough} it
   * is resumed from every step and followed to the end.
   */
  @Test
  void resumesBitIdenticallyFromAnyStep() throws IOException {
    RunSettings settings = RunSettings.of(GROWING);
    TrainingRun whole = TrainingRun.start(GROWING, settings);
    whole.addListener(writing());
    GROWING.loop().train(whole);
    TrainingState end = whole.state();

    for (long step = 1; step < STEPS; step++) {
      boolean isAtEpochEnd = Math.abs(step - SmallestExperiment.EPOCH) <= 1;
      if (step % 7 != 1 && !isAtEpochEnd && !Thorough.ASKED) {
        continue;
      }
      TrainingRun resumed = TrainingRun.start(GROWING, settings);
      resumed.restore(CheckpointFile.read(file(step)).snapshot());
      boolean toTheEnd = step % 49 == 1 || Thorough.ASKED;
      long last = toTheEnd ? STEPS : Math.min(STEPS, step + 3);
      while (resumed.step() < last) {
        resumed.takeStep(resumed.nextBatch());
      }
      CheckpointFile.write(directory.resolve("resumed"), resumed, Progress.NONE);

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
          CheckpointFile.write(file(run.step()), run, Progress.NONE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /**
   * AdamW's moments lie in the updater block by block, and a converted network has other blocks
   * than a declared one: a resumed run must not mistake one order for another.
   */
  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void resumesBitIdenticallyWithAdamWInSeveralBlocks(RecipeForm form) throws IOException {
    Recipe recipe =
        new Recipe(
            30,
            Curve.constant(0x1p-7),
            Curve.constant(0.5),
            Curve.constant(0.9),
            new AdamW(0.99, 1e-8));
    Experiment experiment =
        TinyExperiments.onImages(recipe, form)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    whole.addListener(writing());
    experiment.loop().train(whole);
    assertThat(blocks(whole)).as("blocks of the updater").isGreaterThan(2);

    for (long step : new long[] {1, 12, 20, 29}) {
      TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
      resumed.restore(CheckpointFile.read(file(step)).snapshot());
      experiment.loop().train(resumed);
      CheckpointFile.write(directory.resolve("resumed"), resumed, Progress.NONE);

      assertThat(directory.resolve("resumed"))
          .as("resumed at step %d", step)
          .hasSameBinaryContentAs(file(30));
    }
  }

  private static int blocks(TrainingRun run) {
    MultiLayerNetwork network = (MultiLayerNetwork) run.network().model();
    return ((MultiLayerUpdater) network.getUpdater()).getUpdaterBlocks().size();
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
        .isInstanceOf(UnrepeatedBatchesException.class)
        .hasMessage(
            "the training data do not repeat the batches that this run had in epoch 2 before"
                + " step 15: use the same data; if they shuffle or change their examples, return an"
                + " EpochIterator, or for examples in memory an ExampleIterator, of"
                + " org.texp4j.dl4j.data, whose order follows from seed and epoch");
  }
}
