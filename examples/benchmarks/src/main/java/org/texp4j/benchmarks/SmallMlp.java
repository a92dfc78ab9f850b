package org.texp4j.benchmarks;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/** Two normalized hidden layers of 64: so little work that a step shows the cost of a framework. */
@Experiment(name = "small-mlp", seed = 1, batchSize = 32, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 100)
final class SmallMlp {

  private SmallMlp() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    ListBuilder layers = base.list();
    for (int i = 0; i < 2; i++) {
      Layers.addNormalized(
          layers,
          new DenseLayer.Builder().nOut(64).hasBias(false).activation(Activation.IDENTITY).build());
    }
    return layers.layer(Layers.output()).setInputType(InputType.feedForward(784)).build();
  }

  /** Not called: the benchmark feeds all variants the same batches. */
  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException("the benchmark provides the batches of this network");
  }
}
