package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/**
 * Transfer learning: a trained {@link FashionCnn} learns another task, to tell shoes, bags and
 * clothes apart. Its first two convolutions stay frozen, its third is trained further, and its
 * output is replaced. What {@code @Network} returns is Deeplearning4j's own {@code
 * TransferLearning}; the run starts from the weights in it.
 *
 * <pre>
 * mvn -q -DskipTests package -Drun=FashionCnnTraining \
 *     "-Dargs=train --as WEIGHT_DECAY --out runs/fashion-declared"
 * mvn -q -DskipTests package -Drun=Example20TransferLearningTraining
 * </pre>
 *
 * <p>The first command trains the model, in its declared form: an exponential run holds weights at
 * another scale. The second trains for two epochs in a few seconds, to about 98 % accuracy. {@code
 * -Dargs=info} lists which weights are frozen, converted and started from.
 */
@Experiment(name = "transfer-learning", seed = 20, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(2e-3)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.02, epochs = 2)
final class Example20TransferLearning {

  /** Where the first command leaves the model; another file by {@code -Dfashion.model=…}. */
  private static final String MODEL = "runs/fashion-declared/model.zip";

  private static final int LAST_FROZEN = 7;
  private static final int OUTPUT = 12;
  private static final int KINDS = 3;

  private Example20TransferLearning() {}

  @Network
  static MultiLayerNetwork network(NeuralNetConfiguration.Builder base) throws IOException {
    Path model = Path.of(System.getProperty("fashion.model", MODEL));
    return new TransferLearning.Builder(
            ModelSerializer.restoreMultiLayerNetwork(model.toFile(), /* loadUpdater= */ false))
        .fineTuneConfiguration(new FineTuneConfiguration.Builder().seed(20).build())
        .setFeatureExtractor(LAST_FROZEN)
        .nOutReplace(OUTPUT, KINDS, WeightInit.XAVIER)
        .build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return byKind(FashionCnn.training(request));
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return byKind(FashionCnn.evaluation(request));
  }

  /** The same images in the same order, with kinds in place of the ten classes. */
  private static DataSetIterator byKind(DataSetIterator images) {
    images.setPreProcessor(batch -> batch.setLabels(kinds((DataSet) batch)));
    return images;
  }

  private static INDArray kinds(DataSet batch) {
    INDArray classes = batch.getLabels().argMax(1);
    INDArray kinds = Nd4j.zeros(batch.numExamples(), KINDS);
    for (int i = 0; i < classes.length(); i++) {
      kinds.putScalar(i, kind(classes.getInt(i)), 1);
    }
    return kinds;
  }

  /** Shoes are classes 5, 7 and 9, bags 8; everything else are clothes. */
  private static int kind(int fashionClass) {
    return switch (fashionClass) {
      case 5, 7, 9 -> 0;
      case 8 -> 1;
      default -> 2;
    };
  }
}
