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
import org.texp4j.annotations.AdamW;
import org.texp4j.annotations.Coupling;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Lion;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Muon;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/** Dense layers of 0.67 million weights, trained by four update rules, to measure their updates. */
@Experiment(name = "update-net", seed = 1, batchSize = 32, trainingExamples = 5_000)
@Normalized(BATCH)
@UpdateNet.HeavyBall
@UpdateNet.Adam
@UpdateNet.SignMomentum
@UpdateNet.Orthogonal
final class UpdateNet {

  /** The sizes of the input, the hidden layers and the output. */
  static final int[] SIZES = {784, 512, 512, Workload.CLASSES};

  private UpdateNet() {}

  @Momentum(0.9)
  @WeightDecay(5e-4)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 1e-3, epochs = 10)
  @interface HeavyBall {}

  @AdamW
  @WeightDecay(value = 0.01, coupling = Coupling.DECOUPLED)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 1e-3, epochs = 10)
  @interface Adam {}

  @Lion
  @WeightDecay(value = 0.1, coupling = Coupling.DECOUPLED)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 1e-4, epochs = 10)
  @interface SignMomentum {}

  @Muon
  @WeightDecay(value = 0.01, coupling = Coupling.DECOUPLED)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 1e-3, epochs = 10)
  @interface Orthogonal {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    ListBuilder layers = base.list();
    for (int i = 1; i < SIZES.length - 1; i++) {
      Layers.addNormalized(
          layers,
          new DenseLayer.Builder()
              .nOut(SIZES[i])
              .hasBias(false)
              .activation(Activation.IDENTITY)
              .build());
    }
    return layers.layer(Layers.output()).setInputType(InputType.feedForward(SIZES[0])).build();
  }

  /** Not called: the benchmark provides the batches. */
  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException("the benchmark provides the batches of this network");
  }
}
