package org.texp4j.benchmarks;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
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

/**
 * Blocks of a depthwise and a pointwise convolution on 32×32 images: Howard et al., "MobileNets",
 * 2017.
 */
@Experiment(name = "depthwise-net", seed = 1, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 100)
final class DepthwiseNet {

  private DepthwiseNet() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    ListBuilder layers = base.list();
    Layers.addNormalized(layers, Layers.convolution(3, 16));
    addBlock(layers, 1, 32);
    addBlock(layers, 2, 64);
    addBlock(layers, 1, 64);
    addBlock(layers, 2, 128);
    Layers.addNormalized(
        layers,
        new SeparableConvolution2D.Builder(3, 3)
            .nOut(128)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build());
    return layers
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(Layers.output())
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  private static void addBlock(ListBuilder layers, int stride, int channels) {
    Layers.addNormalized(
        layers,
        new DepthwiseConvolution2D.Builder()
            .kernelSize(3, 3)
            .stride(stride, stride)
            .depthMultiplier(1)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build());
    Layers.addNormalized(layers, Layers.convolution(1, channels));
  }

  /** Not called: the benchmark feeds all variants the same batches. */
  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException("the benchmark provides the batches of this network");
  }
}
