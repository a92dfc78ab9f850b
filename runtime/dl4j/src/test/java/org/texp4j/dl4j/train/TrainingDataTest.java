package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.BATCH;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.data.ExampleIterator;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.schedule.RecipeForm;

/** The digest by which a run knows its training data. */
class TrainingDataTest {

  private static final INDArray FEATURES = Nd4j.linspace(0, 1, 4 * BATCH).reshape(BATCH, 4);
  private static final INDArray LABELS = Nd4j.ones(BATCH, 2);
  private static final INDArray MASK = Nd4j.ones(BATCH, 1);
  private static final INDArray OTHER = Nd4j.eye(BATCH).getColumn(0).reshape(BATCH, 1).dup();

  private static String digest(DataSetIterator data) {
    Experiment experiment =
        Experiment.named("digest")
            .seed(1)
            .batchSize(BATCH)
            .trainingExamples(BATCH)
            .recipe(steps -> constantRecipe(steps, 0.1, 0.01, 0.9), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
            .trainingData(request -> data)
            .loop(run -> run.takeStep(run.nextBatch()))
            .build();
    return TrainingData.open(experiment, RunSettings.of(experiment)).digest();
  }

  private static String masked(INDArray featureMask, INDArray labelMask) {
    DataSet batch = new DataSet(FEATURES, LABELS, featureMask, labelMask);
    return digest(new ListDataSetIterator<>(List.of(batch), BATCH));
  }

  private static String scaled(double factor) {
    ExampleIterator data = ExampleIterator.training(new DataSet(FEATURES, LABELS), BATCH, 1);
    data.setPreProcessor(batch -> batch.getFeatures().muli(factor));
    return digest(data);
  }

  @Test
  void aPreProcessorCounts() {
    assertThat(scaled(1)).isEqualTo(scaled(1)).isNotEqualTo(scaled(50));
  }

  @Test
  void theMasksOfTheFirstBatchCount() {
    assertThat(
            List.of(
                masked(null, null),
                masked(null, MASK),
                masked(null, OTHER),
                masked(MASK, null),
                masked(OTHER, null),
                masked(MASK, MASK)))
        .doesNotHaveDuplicates();
    assertThat(masked(MASK, OTHER)).isEqualTo(masked(MASK, OTHER));
  }

  /** As in the manifests of earlier runs. */
  @Test
  void withoutMasksItIsThatOfFeaturesAndLabels() {
    assertThat(masked(null, null))
        .isEqualTo("first batch " + Sha256.of(FEATURES) + ' ' + Sha256.of(LABELS));
  }
}
