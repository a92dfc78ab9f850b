package org.texp4j.benchmarks;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/** Three blocks of convolution, batch normalization and ReLU on 28×28 images. */
@Experiment(name = "small-cnn", seed = 1, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 100)
final class SmallCnn {

  private SmallCnn() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    ListBuilder layers = base.list();
    for (int i = 0; i < 3; i++) {
      Layers.addNormalized(layers, Layers.convolution(3, 8));
    }
    return layers
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(Layers.output())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  /** Not called: the benchmark feeds all variants the same batches. */
  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException("the benchmark provides the batches of this network");
  }
}
