package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.data.IdxImages;
import org.texp4j.dl4j.data.ImageIterator;
import org.texp4j.dl4j.data.LabelledImages;
import org.texp4j.dl4j.data.Split;
import org.texp4j.dl4j.data.Standardization;

/**
 * A small convolutional network on Fashion-MNIST: on the 5,000 images that are included, or with
 * {@code --data DIR} on any data in the idx format of MNIST.
 */
@Experiment(name = "fashion-cnn", seed = 7, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(2e-3)
@StepDecay(
    epochs = {10, 14},
    factor = 0.1)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 16)
final class FashionCnn {

  private static final int CLASSES = 10;

  private FashionCnn() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.weightInit(WeightInit.RELU)
        .list()
        .layer(convolution(16))
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(halving())
        .layer(convolution(32))
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(halving())
        .layer(convolution(64))
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    LabelledImages images = images(request, Split.TRAINING);
    return ImageIterator.training(
        images, Standardization.of(images), request.batchSize(), request.seed());
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    Standardization standardization = Standardization.of(images(request, Split.TRAINING));
    return ImageIterator.evaluation(
        images(request, Split.EVALUATION), standardization, request.batchSize());
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static SubsamplingLayer halving() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static LabelledImages images(DataRequest request, Split split) {
    return request
        .directory()
        .map(directory -> IdxImages.read(directory, split, CLASSES))
        .orElseGet(
            () -> IdxImages.fromClassPath(FashionCnn.class, "fashion-mnist-small", split, CLASSES));
  }
}
