package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
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
 * Two heads on one trunk: the class of an image of Fashion-MNIST, and how bright it is. Data
 * methods return a {@code MultiDataSetIterator}; each output has metrics of its own, and the best
 * model is the one with the smallest loss of the whole network.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example14TwoHeadsTraining</pre>
 *
 * <p>trains for three epochs in less than a minute and prints {@code class.accuracy} and {@code
 * brightness.mse} after each.
 */
@Experiment(name = "two-heads", seed = 14, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(1e-3)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.05, epochs = 3)
final class Example14TwoHeads {

  private static final int CLASSES = 10;

  private Example14TwoHeads() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    GraphBuilder graph =
        base.weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(28, 28, 1));
    String trunk = block(graph, block(graph, "image", 16), 32);
    return graph
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), trunk)
        .addLayer(
            "class",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "pool")
        .addLayer(
            "brightness",
            new OutputLayer.Builder(LossFunction.MSE)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build(),
            "pool")
        .setOutputs("class", "brightness")
        .build();
  }

  private static String block(GraphBuilder graph, String input, int channels) {
    String name = "block" + channels;
    graph
        .addLayer(
            name,
            new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build(),
            input)
        .addLayer(name + "-norm", new BatchNormalization(), name)
        .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-norm");
    return name + "-relu";
  }

  @TrainingData
  static MultiDataSetIterator training(DataRequest request) {
    return withBrightness(FashionCnn.training(request));
  }

  @EvaluationData
  static MultiDataSetIterator evaluation(DataRequest request) {
    return withBrightness(FashionCnn.evaluation(request));
  }

  /** The same images and classes, with the mean of the pixels as a second label. */
  private static MultiDataSetIterator withBrightness(DataSetIterator images) {
    MultiDataSetIteratorAdapter both = new MultiDataSetIteratorAdapter(images);
    both.setPreProcessor(
        batch -> {
          INDArray pixels = batch.getFeatures(0);
          INDArray brightness = pixels.reshape(pixels.size(0), -1).mean(true, 1);
          batch.setLabels(new INDArray[] {batch.getLabels(0), brightness});
        });
    return both;
  }
}
