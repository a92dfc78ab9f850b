package org.texp4j.benchmarks;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layers of the measured networks. */
final class Layers {

  private Layers() {}

  /** Adds a layer of weights, followed by batch normalization and ReLU. */
  static void addNormalized(ListBuilder layers, FeedForwardLayer weights) {
    layers
        .layer(weights)
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU));
  }

  /** A convolution that keeps the size of an image. */
  static ConvolutionLayer convolution(int kernel, int channels) {
    return convolution(kernel, channels, 1);
  }

  /** A convolution that divides the sides of an image by a stride. */
  static ConvolutionLayer convolution(int kernel, int channels, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(Workload.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
