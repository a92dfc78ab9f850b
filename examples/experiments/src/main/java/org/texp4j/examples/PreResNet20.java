package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
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
import org.texp4j.dl4j.data.Augmentation;
import org.texp4j.dl4j.data.Cifar10Images;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.ImageIterator;
import org.texp4j.dl4j.data.LabelledImages;
import org.texp4j.dl4j.data.Split;
import org.texp4j.dl4j.data.Standardization;

/**
 * A pre-activation residual network of 20 layers (He et al., "Identity Mappings in Deep Residual
 * Networks", 2016) with the usual recipe and augmentation, on CIFAR-10 in its binary version, which
 * {@code --data DIR} names.
 *
 * <p>Every convolution is converted: the first of each block is scale invariant by itself; the
 * others, whose outputs are added up, are so jointly with those of their stage.
 */
@Experiment(name = "pre-resnet-20", seed = 1, batchSize = 128, trainingExamples = 50_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@StepDecay(
    epochs = {80, 120},
    factor = 0.1)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160)
final class PreResNet20 {

  private static final int CLASSES = 10;

  private PreResNet20() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return network(base, 3);
  }

  /** Such a network with 6 · blocksPerStage + 2 layers. */
  static ComputationGraphConfiguration network(
      NeuralNetConfiguration.Builder base, int blocksPerStage) {
    GraphBuilder graph =
        base.weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(32, 32, 3))
            .addLayer("stem", convolution(16, 3, 1), "image");
    String last = "stem";
    for (int stage = 0; stage < 3; stage++) {
      for (int block = 0; block < blocksPerStage; block++) {
        boolean first = block == 0;
        int stride = first && stage > 0 ? 2 : 1;
        last = block(graph, "s" + stage + "b" + block, last, 16 << stage, stride);
      }
    }
    return graph
        .addLayer("final-norm", new BatchNormalization(), last)
        .addLayer("final-relu", new ActivationLayer(Activation.RELU), "final-norm")
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "final-relu")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "pool")
        .setOutputs("output")
        .build();
  }

  private static String block(
      GraphBuilder graph, String name, String input, int channels, int stride) {
    graph
        .addLayer(name + "-norm1", new BatchNormalization(), input)
        .addLayer(name + "-relu1", new ActivationLayer(Activation.RELU), name + "-norm1")
        .addLayer(name + "-conv1", convolution(channels, 3, stride), name + "-relu1")
        .addLayer(name + "-norm2", new BatchNormalization(), name + "-conv1")
        .addLayer(name + "-relu2", new ActivationLayer(Activation.RELU), name + "-norm2")
        .addLayer(name + "-conv2", convolution(channels, 3, 1), name + "-relu2");
    String shortcut = input;
    if (stride > 1) {
      shortcut = name + "-shortcut";
      graph.addLayer(shortcut, convolution(channels, 1, stride), name + "-relu1");
    }
    graph.addVertex(
        name, new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-conv2", shortcut);
    return name;
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    LabelledImages images = images(request, Split.TRAINING);
    return ImageIterator.training(
        images,
        Standardization.of(images),
        request.batchSize(),
        request.seed(),
        Augmentation.CIFAR);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    Standardization standardization = Standardization.of(images(request, Split.TRAINING));
    return ImageIterator.evaluation(
        images(request, Split.EVALUATION), standardization, request.batchSize());
  }

  private static ConvolutionLayer convolution(int channels, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static LabelledImages images(DataRequest request, Split split) {
    return Cifar10Images.read(
        request
            .directory()
            .orElseThrow(
                () ->
                    new DataException(
                        "CIFAR-10 is not included: name the directory of its binary version, with"
                            + " data_batch_1.bin … data_batch_5.bin and test_batch.bin, with"
                            + " --data DIR")),
        split);
  }
}
