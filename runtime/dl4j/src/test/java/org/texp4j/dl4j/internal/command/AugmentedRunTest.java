package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.BATCH;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.data.EpochIterator;
import org.texp4j.schedule.RecipeForm;

/** A run whose data shuffle and augment themselves, on the command line. */
class AugmentedRunTest {

  private static final int EXAMPLES = 5 * BATCH + 3;

  @TempDir private Path directory;

  /** Nothing says how many examples there are. */
  private static Experiment experiment() {
    return Experiment.named("augmented")
        .seed(1)
        .batchSize(BATCH)
        .recipe(
            stepsPerEpoch -> constantRecipe(2 * stepsPerEpoch, 0.1, 0.01, 0.9),
            RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base.dropOut(0.9), true))
        .trainingData(request -> EpochIterator.of(request, AugmentedRunTest::open))
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            })
        .build();
  }

  private static DataSetIterator open(long seed) {
    List<DataSet> images = TinyExperiments.images().subList(0, EXAMPLES);
    Collections.shuffle(images, new Random(seed));
    DataSetIterator shuffled = new ListDataSetIterator<>(images, BATCH);
    shuffled.setPreProcessor(
        batch -> batch.getFeatures().addi(Nd4j.randn(batch.getFeatures().shape()).muli(0.1)));
    return shuffled;
  }

  @Test
  void resumesBitIdenticallyAfterAStopInTheMiddleOfAnEpoch() throws Exception {
    Path whole = directory.resolve("whole");
    Path stopped = directory.resolve("stopped");
    Invocation trained = train(whole);
    train(stopped, "--limit-batches", "9");
    Invocation resumed = train(stopped, "--resume", "--limit-batches", "12");

    assertThat(trained.outLines())
        .contains("data: 83 examples in an epoch")
        .anyMatch(line -> line.startsWith("run: 12 steps, 6 per epoch"));
    assertThat(resumed.err()).isEmpty();
    assertThat(stopped.resolve("model.zip")).hasSameBinaryContentAs(whole.resolve("model.zip"));
  }

  private static Invocation train(Path out, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "train";
    arguments[1] = "--out";
    arguments[2] = out.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Invocation.of(experiment(), arguments);
  }
}
