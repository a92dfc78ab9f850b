package org.texp4j.examples;

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
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.annotations.CosineDecay;
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
 * Regression on a table: a number is predicted from four others. The loss is the squared error, so
 * the run is judged by errors instead of an accuracy, and its best model is the one with the
 * smallest.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example12RegressionTraining</pre>
 *
 * <p>trains for 20 epochs in a few seconds; {@code r2} gets near 1.
 */
@Experiment(name = "regression", seed = 12, batchSize = 64, trainingExamples = 1_024)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(1e-4)
@CosineDecay
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.05, epochs = 20)
final class Example12Regression {

  private static final int COLUMNS = 4;

  private Example12Regression() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.list()
        .layer(new DenseLayer.Builder().nOut(32).activation(Activation.IDENTITY).build())
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(
            new OutputLayer.Builder(LossFunction.MSE)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build())
        .setInputType(InputType.feedForward(COLUMNS))
        .build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return new ListDataSetIterator<>(table(1_024, 1), request.batchSize());
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return new ListDataSetIterator<>(table(256, 2), request.batchSize());
  }

  /** Rows of normal numbers; the label is a function of them, and a little noise. */
  private static List<DataSet> table(int rows, long seed) {
    Random random = new Random(seed);
    List<DataSet> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] row = new float[COLUMNS];
      for (int column = 0; column < COLUMNS; column++) {
        row[column] = (float) random.nextGaussian();
      }
      double label = row[0] - 2 * Math.abs(row[1]) + row[2] * row[3];
      double noise = 0.1 * random.nextGaussian();
      table.add(
          new DataSet(
              Nd4j.createFromArray(row).reshape(1, COLUMNS),
              Nd4j.createFromArray((float) (label + noise)).reshape(1, 1)));
    }
    return table;
  }
}
