package org.texp4j.dl4j.programs;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.TinyExperiments;

/** Layers that many programs have; without activation where none is named. */
final class Layers {

  static final int CLASSES = 3;

  private Layers() {}

  static DenseLayer dense(int columns) {
    return new DenseLayer.Builder().nOut(columns).build();
  }

  static DenseLayer dense(int columns, Activation activation) {
    return new DenseLayer.Builder().nOut(columns).activation(activation).build();
  }

  /** A convolution of 3 × 3 pixels, without bias. */
  static ConvolutionLayer convolution(int channels) {
    return TinyExperiments.convolution(channels, false);
  }

  /** A convolution of 1 × 1 pixel, with a bias. */
  static ConvolutionLayer pointwise(int channels) {
    return new ConvolutionLayer.Builder(1, 1)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .build();
  }

  static BatchNormalization norm() {
    return TinyExperiments.norm(false);
  }

  static ActivationLayer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  static SubsamplingLayer maximum() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  static GlobalPoolingLayer mean() {
    return new GlobalPoolingLayer(PoolingType.AVG);
  }

  /** One of n classes. */
  static OutputLayer classes() {
    return TinyExperiments.output(CLASSES);
  }

  static OutputLayer output(int columns, LossFunction loss, Activation activation) {
    return output(columns, loss.getILossFunction(), activation);
  }

  static OutputLayer output(int columns, ILossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(columns).activation(activation).build();
  }
}
