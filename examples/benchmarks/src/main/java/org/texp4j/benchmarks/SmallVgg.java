package org.texp4j.benchmarks;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/**
 * VGG-11 for 32×32 images with batch normalization, half as wide as usual: Simonyan and Zisserman,
 * 2015.
 */
@Experiment(name = "small-vgg", seed = 1, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 100)
final class SmallVgg {

  private SmallVgg() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    ListBuilder layers = base.list();
    int[][] stages = {{32}, {64}, {128, 128}, {256, 256}, {256, 256}};
    for (int[] stage : stages) {
      for (int channels : stage) {
        Layers.addNormalized(layers, Layers.convolution(3, channels));
      }
      layers.layer(
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(2, 2)
              .stride(2, 2)
              .build());
    }
    return layers.layer(Layers.output()).setInputType(InputType.convolutional(32, 32, 3)).build();
  }

  /** Not called: the benchmark feeds all variants the same batches. */
  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException("the benchmark provides the batches of this network");
  }
}
