package org.texp4j.examples;

import static org.texp4j.annotations.Better.HIGHER;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
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
 * Several independent labels per example, judged by their F1, and a metric of one's own beside it:
 * the fraction of examples of which all labels are right.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example13SeveralLabelsTraining</pre>
 *
 * <p>trains for 15 epochs in a few seconds; {@code f1} and {@code allRight} are on every line.
 */
@Experiment(name = "several-labels", seed = 13, batchSize = 64, trainingExamples = 1_024)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 15)
final class Example13SeveralLabels {

  private static final int COLUMNS = 8;
  private static final int LABELS = 5;

  private Example13SeveralLabels() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.list()
        .layer(new DenseLayer.Builder().nOut(32).activation(Activation.IDENTITY).build())
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(
            new OutputLayer.Builder(LossFunction.XENT)
                .nOut(LABELS)
                .activation(Activation.SIGMOID)
                .build())
        .setInputType(InputType.feedForward(COLUMNS))
        .build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return new ListDataSetIterator<>(examples(1_024, 1), request.batchSize());
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return new ListDataSetIterator<>(examples(256, 2), request.batchSize());
  }

  /** The fraction of examples of which all labels are right. */
  @Metric(better = HIGHER)
  static double allRight(TrainedNetwork network, Iterable<Batch> data) {
    double right = 0;
    int examples = 0;
    for (Batch batch : data) {
      INDArray predicted = network.outputs(batch, false).get(0).gt(0.5);
      INDArray wrong = predicted.neq(batch.labels().get(0).gt(0.5)).castTo(Nd4j.dataType());
      right += wrong.max(1).eq(0).castTo(Nd4j.dataType()).sumNumber().doubleValue();
      examples += batch.examples();
    }
    return right / examples;
  }

  /** Rows of normal numbers; each label compares two of them. */
  private static List<DataSet> examples(int number, long seed) {
    Random random = new Random(seed);
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      float[] row = new float[COLUMNS];
      for (int column = 0; column < COLUMNS; column++) {
        row[column] = (float) random.nextGaussian();
      }
      float[] labels = new float[LABELS];
      for (int label = 0; label < LABELS; label++) {
        labels[label] = row[label] > row[label + 3] ? 1 : 0;
      }
      examples.add(
          new DataSet(
              Nd4j.createFromArray(row).reshape(1, COLUMNS),
              Nd4j.createFromArray(labels).reshape(1, LABELS)));
    }
    return examples;
  }
}
