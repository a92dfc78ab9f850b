package org.texp4j.examples;

import static org.texp4j.annotations.Better.HIGHER;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.JointMultiDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Metric;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.TrainedNetwork;

/**
 * A siamese network: two inputs go through the same layers, and the distance of the results tells
 * whether they are of one kind. Its best model has the largest area under the ROC curve, a metric
 * of its own.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example15SiameseTraining</pre>
 *
 * <p>trains for 20 epochs in a few seconds; {@code auc} gets near 1.
 */
@Experiment(name = "siamese", seed = 15, batchSize = 64, trainingExamples = 1_024)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.05, epochs = 20)
final class Example15Siamese {

  private static final int COLUMNS = 12;
  private static final int KINDS = 4;

  private Example15Siamese() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder()
        .addInputs("left", "right")
        .setInputTypes(InputType.feedForward(COLUMNS), InputType.feedForward(COLUMNS))
        .addVertex("both", new StackVertex(), "left", "right")
        .addLayer("dense", dense(32), "both")
        .addLayer("norm", new BatchNormalization(), "dense")
        .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
        .addLayer("embedding", dense(8), "relu")
        .addLayer("embedding-norm", new BatchNormalization(), "embedding")
        .addVertex("first", new UnstackVertex(0, 2), "embedding-norm")
        .addVertex("second", new UnstackVertex(1, 2), "embedding-norm")
        .addVertex("distance", new L2Vertex(), "first", "second")
        .addLayer(
            "same",
            new OutputLayer.Builder(LossFunction.XENT)
                .nIn(1)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build(),
            "distance")
        .setOutputs("same")
        .build();
  }

  private static DenseLayer dense(int columns) {
    return new DenseLayer.Builder()
        .nOut(columns)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  @TrainingData
  static MultiDataSetIterator training(DataRequest request) {
    return pairs(1_024, 1, request.batchSize());
  }

  @EvaluationData
  static MultiDataSetIterator evaluation(DataRequest request) {
    return pairs(256, 2, request.batchSize());
  }

  /** The area under the ROC curve. */
  @Metric(better = HIGHER, primary = true)
  static double auc(TrainedNetwork network, Iterable<Batch> data) {
    ROC roc = new ROC();
    for (Batch batch : data) {
      roc.eval(batch.labels().get(0), network.outputs(batch, false).get(0));
    }
    return roc.calculateAUC();
  }

  /** Pairs of noisy rows; half of them are of one kind. Deeplearning4j joins the two iterators. */
  private static MultiDataSetIterator pairs(int number, long seed, int batch) {
    Random random = new Random(seed);
    List<DataSet> left = new ArrayList<>();
    List<DataSet> right = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      int kind = random.nextInt(KINDS);
      boolean same = random.nextBoolean();
      int other = same ? kind : (kind + 1 + random.nextInt(KINDS - 1)) % KINDS;
      left.add(row(kind, same, random));
      right.add(row(other, same, random));
    }
    return new JointMultiDataSetIterator(
        0, new ListDataSetIterator<>(left, batch), new ListDataSetIterator<>(right, batch));
  }

  private static DataSet row(int kind, boolean same, Random random) {
    float[] row = new float[COLUMNS];
    for (int column = 0; column < COLUMNS; column++) {
      row[column] = (float) (0.5 * random.nextGaussian()) + (column % KINDS == kind ? 1 : 0);
    }
    return new DataSet(
        Nd4j.createFromArray(row).reshape(1, COLUMNS),
        Nd4j.createFromArray(same ? 1f : 0f).reshape(1, 1));
  }
}
