package org.texp4j.examples;

import static org.texp4j.annotations.Better.HIGHER;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Metric;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.TrainedNetwork;

/**
 * A U-Net, which tells for each pixel whether it belongs to the disc in a noisy image. A {@code
 * CnnLossLayer} makes pixels of labels and metrics; the best model is the one whose discs overlap
 * most with the true ones, a metric of its own.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example19UNetTraining</pre>
 *
 * <p>trains for ten epochs in a minute at most; {@code overlap} gets above 0.8. {@code -Dargs=info}
 * shows that all convolutions but the last are converted, also those whose outputs skip the bottom
 * and are merged with others.
 */
@Experiment(name = "u-net", seed = 19, batchSize = 32, trainingExamples = 512)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(1e-2)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.002, epochs = 10)
final class Example19UNet {

  private static final int SIDE = 24;

  private Example19UNet() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    GraphBuilder graph =
        base.weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, 1));
    String fine = block(graph, "fine", 8, "image");
    String coarse = block(graph, "coarse", 16, halved(graph, fine));
    String bottom = block(graph, "bottom", 16, halved(graph, coarse));
    String coarseAgain = block(graph, "coarse-again", 16, doubled(graph, bottom), coarse);
    String fineAgain = block(graph, "fine-again", 8, doubled(graph, coarseAgain), fine);
    return graph
        .addLayer("pixels", convolution(1, 1), fineAgain)
        .addLayer(
            "disc",
            new CnnLossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build(),
            "pixels")
        .setOutputs("disc")
        .build();
  }

  /** A normalized convolution; of several inputs, which it reads as one. */
  private static String block(GraphBuilder graph, String name, int channels, String... inputs) {
    String input = inputs[0];
    if (inputs.length > 1) {
      input = name + "-merged";
      graph.addVertex(input, new MergeVertex(), inputs);
    }
    graph
        .addLayer(name, convolution(3, channels), input)
        .addLayer(name + "-norm", new BatchNormalization(), name)
        .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-norm");
    return name + "-relu";
  }

  private static ConvolutionLayer convolution(int kernel, int channels) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static String halved(GraphBuilder graph, String input) {
    graph.addLayer(
        input + "-halved",
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(2, 2)
            .stride(2, 2)
            .build(),
        input);
    return input + "-halved";
  }

  private static String doubled(GraphBuilder graph, String input) {
    graph.addLayer(input + "-doubled", new Upsampling2D.Builder(2).build(), input);
    return input + "-doubled";
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return new ListDataSetIterator<>(discs(512, 1), request.batchSize());
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return new ListDataSetIterator<>(discs(128, 2), request.batchSize());
  }

  /** The pixels in both discs over those in any, for all images together. */
  @Metric(better = HIGHER, primary = true)
  static double overlap(TrainedNetwork network, Iterable<Batch> data) {
    double both = 0;
    double any = 0;
    for (Batch batch : data) {
      INDArray truth = batch.labels().get(0);
      INDArray found = network.outputs(batch, false).get(0).gt(0.5).castTo(truth.dataType());
      double common = found.mul(truth).sumNumber().doubleValue();
      both += common;
      any += found.sumNumber().doubleValue() + truth.sumNumber().doubleValue() - common;
    }
    return both / any;
  }

  /** Images of noise with a brighter disc, and the pixels of the disc. */
  private static List<DataSet> discs(int number, long seed) {
    Random random = new Random(seed);
    List<DataSet> images = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      double radius = 3 + 4 * random.nextDouble();
      double x = radius + (SIDE - 2 * radius) * random.nextDouble();
      double y = radius + (SIDE - 2 * radius) * random.nextDouble();
      float[] image = new float[SIDE * SIDE];
      float[] disc = new float[SIDE * SIDE];
      for (int pixel = 0; pixel < image.length; pixel++) {
        double distance = Math.hypot(pixel % SIDE - x, pixel / SIDE - y);
        disc[pixel] = distance < radius ? 1 : 0;
        image[pixel] = disc[pixel] + (float) random.nextGaussian();
      }
      images.add(new DataSet(pixels(image), pixels(disc)));
    }
    return images;
  }

  private static INDArray pixels(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, 1, SIDE, SIDE);
  }
}
