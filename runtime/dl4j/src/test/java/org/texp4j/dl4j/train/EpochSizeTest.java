package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.BATCH;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.schedule.RecipeForm;

/** How long an epoch is: as the data know it, as declared, or counted. */
class EpochSizeTest {

  /** Three batches, of which the last is smaller. */
  private static final int EXAMPLES = 2 * BATCH + 5;

  private static final int EPOCHS = 2;

  /** As a user writes it who does not know the number of examples. */
  private static Experiment.Builder undeclared() {
    return Experiment.named("undeclared")
        .seed(1)
        .batchSize(BATCH)
        .recipe(
            stepsPerEpoch -> constantRecipe(EPOCHS * stepsPerEpoch, 0.1, 0.01, 0.9),
            RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
        .trainingData(request -> new Shuffling(EXAMPLES, request.batchSize()))
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            });
  }

  /** Shuffles at every reset, so whatever reads it once more than expected gets other batches. */
  private static class Shuffling extends ListDataSetIterator<DataSet> {

    private static final long serialVersionUID = 1;

    private final transient List<DataSet> images;
    private transient Random random = new Random(3);
    private final int examples;
    private final int batchSize;
    private transient ListDataSetIterator<DataSet> present;

    Shuffling(int examples, int batchSize) {
      super(TinyExperiments.images(), batchSize);
      this.images = TinyExperiments.images();
      this.examples = examples;
      this.batchSize = batchSize;
      reset();
    }

    @Override
    public final void reset() {
      if (images != null) {
        List<DataSet> shuffled = new ArrayList<>(images.subList(0, served()));
        Collections.shuffle(shuffled, random);
        present = new ListDataSetIterator<>(shuffled, batchSize);
      }
    }

    final void shuffleBy(Random other) {
      random = other;
      reset();
    }

    /** The number of examples in the next epoch. */
    int served() {
      return examples;
    }

    @Override
    public boolean hasNext() {
      return present.hasNext();
    }

    @Override
    public DataSet next() {
      return present.next();
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }
  }

  private static final class Knowing extends Shuffling implements EpochData {

    private static final long serialVersionUID = 1;

    private final int known;

    Knowing(int known, int batchSize) {
      super(EXAMPLES, batchSize);
      this.known = known;
    }

    @Override
    public long examples() {
      return known;
    }

    @Override
    public void startEpoch(long epoch) {
      shuffleBy(new Random(epoch));
    }
  }

  private static TrainingRun start(Experiment.Builder experiment) {
    Experiment built = experiment.build();
    return TrainingRun.start(built, RunSettings.of(built));
  }

  private static TrainingRun trained(Experiment.Builder experiment) {
    TrainingRun run = start(experiment);
    run.train();
    return run;
  }

  @Test
  void dataThatDoNotKnowTheirNumberAreCounted() {
    TrainingRun run = trained(undeclared());

    assertThat(run.stepsPerEpoch()).isEqualTo(3);
    assertThat(run.step()).isEqualTo(3 * EPOCHS);
    assertThat(run.notes())
        .contains(
            "data: 37 examples, counted by reading them once; trainingExamples = 37 in @Experiment"
                + " saves that");
  }

  @Test
  void aRunOfCountedDataIsTheRunThatDeclaresTheirNumber() {
    TrainingRun counted = trained(undeclared());
    TrainingRun declared = trained(undeclared().trainingExamples(EXAMPLES));

    assertThat(Bits.of(counted.network().parameters()))
        .isEqualTo(Bits.of(declared.network().parameters()));
    assertThat(declared.notes()).noneMatch(note -> note.startsWith("data:"));
  }

  @Test
  void dataThatKnowTheirNumberAreAsked() {
    TrainingRun run =
        trained(undeclared().trainingData(request -> new Knowing(EXAMPLES, request.batchSize())));

    assertThat(run.step()).isEqualTo(3 * EPOCHS);
    assertThat(run.notes()).contains("data: 37 examples in an epoch");
  }

  @Test
  void anotherNumberThanDeclaredIsRefusedBeforeTheFirstStep() {
    Experiment.Builder experiment =
        undeclared()
            .trainingExamples(EXAMPLES + 1)
            .trainingData(request -> new Knowing(EXAMPLES, request.batchSize()));

    assertThatThrownBy(() -> start(experiment))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "@Experiment declares trainingExamples = 38, but the training data have 37 examples:"
                + " write 37 or nothing, if the data are complete");
    assertThat(start(experiment.trainingExamples(EXAMPLES)).stepsPerEpoch()).isEqualTo(3);
  }

  /** Counted at once, without the pre-processor, which may draw random numbers. */
  @Test
  void anotherNumberInMemoryIsRefusedBeforeTheFirstStep() {
    AtomicInteger calls = new AtomicInteger();
    Experiment.Builder experiment =
        undeclared()
            .trainingData(
                request -> {
                  DataSetIterator inMemory =
                      new ListDataSetIterator<>(
                          TinyExperiments.images().subList(0, EXAMPLES), request.batchSize());
                  inMemory.setPreProcessor(batch -> calls.incrementAndGet());
                  return inMemory;
                });

    TrainingRun run = start(experiment);

    assertThat(run.stepsPerEpoch()).isEqualTo(3);
    assertThat(run.notes()).contains("data: 37 examples in an epoch");
    assertThat(calls).as("for the first batch").hasValue(1);
    assertThatThrownBy(() -> start(experiment.trainingExamples(EXAMPLES - 1)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "@Experiment declares trainingExamples = 36, but the training data have 37 examples:");
  }

  @Test
  void dataThatTheUserNamesMayHaveAnotherNumber() {
    Experiment experiment =
        undeclared()
            .trainingExamples(60_000)
            .trainingData(request -> new Knowing(EXAMPLES, request.batchSize()))
            .build();

    TrainingRun run =
        TrainingRun.start(
            experiment, RunSettings.of(experiment).withData(Optional.of(Path.of("elsewhere"))));

    assertThat(run.stepsPerEpoch()).isEqualTo(3);
    assertThat(run.plan().steps()).isEqualTo(3 * EPOCHS);
    assertThat(run.notes())
        .contains(
            "data: 37 examples in an epoch instead of the declared 60000; lengths in epochs change"
                + " accordingly");
  }

  @Test
  void dataThatServeOtherThanTheyKnowAreRefusedAtTheLastBatchToo() {
    assertThatThrownBy(
            () ->
                trained(
                    undeclared()
                        .trainingData(request -> new Knowing(EXAMPLES + 1, request.batchSize()))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the last batch of epoch 1 of the training data has 5 examples instead of 6, but they"
                + " have 38 examples by their own examples(), in batches of 16: let the iterator"
                + " give each of them once in every epoch");
    assertThatThrownBy(
            () ->
                trained(
                    undeclared()
                        .trainingData(request -> new Knowing(2 * BATCH, request.batchSize()))))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "the training data continue after 2 batches of epoch 1, but they have 32 examples by"
                + " their own examples()");
  }

  @Test
  void countedDataThatShrinkAreRefused() {
    assertThatThrownBy(
            () ->
                trained(
                    undeclared()
                        .trainingData(
                            request ->
                                new Shuffling(EXAMPLES, request.batchSize()) {
                                  private static final long serialVersionUID = 1;
                                  private int resets;

                                  @Override
                                  int served() {
                                    // Opened, reset for the setup and for each epoch.
                                    return ++resets < 4 ? EXAMPLES : EXAMPLES - 1;
                                  }
                                })))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the last batch of epoch 2 of the training data has 4 examples instead of 5, but 37"
                + " examples were counted at the start, in batches of 16: let the iterator give as"
                + " many in every epoch");
  }

  @Test
  void noDataAreRefused() {
    assertThatThrownBy(
            () -> start(undeclared().trainingData(request -> new Knowing(0, request.batchSize()))))
        .isInstanceOf(DataException.class)
        .hasMessage("there are no training data: check where the @TrainingData method reads them");
    assertThatThrownBy(() -> start(undeclared().trainingData(request -> new Shuffling(0, BATCH))))
        .isInstanceOf(DataException.class)
        .hasMessage("there are no training data: check where the @TrainingData method reads them");
  }

  /** Else a run whose data have grown would be resumed with longer epochs. */
  @Test
  void theNumberThatWasCountedIsPartOfTheIdentityOfTheData() {
    Experiment.Builder inOrder =
        undeclared()
            .trainingData(
                request -> new ListDataSetIterator<>(TinyExperiments.images().subList(0, 35), 16));
    Experiment.Builder longer =
        undeclared()
            .trainingData(
                request -> new ListDataSetIterator<>(TinyExperiments.images().subList(0, 36), 16));

    assertThat(start(inOrder).identity().data())
        .isEqualTo(start(inOrder).identity().data())
        .isNotEqualTo(start(longer).identity().data());
  }

  @Test
  void lengthsThatDoNotFitTheCountedEpochAreRefusedWithItsSize() {
    assertThatThrownBy(
            () ->
                start(
                    undeclared()
                        .recipe(
                            stepsPerEpoch -> {
                              if (stepsPerEpoch < 100) {
                                throw new IllegalArgumentException("too short");
                              }
                              return constantRecipe(stepsPerEpoch, 0.1, 0, 0);
                            },
                            RecipeForm.WEIGHT_DECAY)))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the declared lengths do not fit this data, whose epochs have 3 steps: too short;"
                + " declare all lengths in one unit");
  }
}
