package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.internal.network.Epsilon;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.RmsNormalization;

/**
 * A network and a batch for it, drawn from a seed: every kind of node that oneDNN takes over, and
 * two that it leaves to Deeplearning4j.
 */
final class RandomNetwork {

  private static final int CLASSES = 5;

  private final Random random;
  private final boolean smooth;
  private final GraphBuilder graph;
  private final InputType.InputTypeConvolutional image;
  private final List<String> fallbacks = new ArrayList<>();
  private String last = "image";
  private int channels;
  private int extent;
  private int nodes;

  private RandomNetwork(long seed, boolean smooth, int channels, int extent) {
    this.random = new Random(seed);
    this.smooth = smooth;
    this.channels = channels;
    this.extent = extent;
    this.image =
        (InputType.InputTypeConvolutional) InputType.convolutional(extent, extent, channels);
    this.graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(new Sgd(0.1))
            .weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(image);
  }

  /**
   * A network and a batch of an odd number of examples for odd seeds.
   *
   * @param fallbacks the labels of the nodes that are left to Deeplearning4j
   */
  record Sample(ComputationGraph network, DataSet batch, List<String> fallbacks) {

    INDArray features() {
      return batch.getFeatures();
    }

    INDArray labels() {
      return batch.getLabels();
    }

    /** Sets the epsilon of the normalization that is called so. */
    void setEpsilon(double epsilon) {
      Epsilon.of(network.getLayer("normalization")).set(epsilon);
    }
  }

  /** The ε of {@link #normalized}. */
  static final double EPSILON = 1e-3;

  /** Every kind of normalization within examples, with {@link #EPSILON}. */
  static List<Layer> exampleNormalizations() {
    return List.of(
        new LayerNormalization.Builder().epsilon(EPSILON).build(),
        new GroupNormalization.Builder(4).epsilon(EPSILON).build(),
        new InstanceNormalization.Builder().epsilon(EPSILON).build(),
        new RmsNormalization.Builder().epsilon(EPSILON).build());
  }

  /** A network of one convolution and a normalization behind it, named so. */
  static Sample normalized(long seed, Layer normalization) {
    RandomNetwork drawn = new RandomNetwork(seed, false, 3, 9);
    drawn.last = "normalization";
    drawn.graph.addLayer("convolution", drawn.convolutionLayer(16, 3, 1, 1, false), "image");
    drawn.graph.addLayer("normalization", normalization, "convolution");
    drawn.add(new ActivationLayer(Activation.RELU));
    drawn.add(new GlobalPoolingLayer(PoolingType.AVG));
    return drawn.sample(seed);
  }

  /** A network with rectifiers and maxima or, if smooth, without. */
  static Sample of(long seed, boolean smooth) {
    RandomNetwork drawn =
        new RandomNetwork(seed, smooth, 1 + (int) (seed % 4), 9 + (int) (seed % 11));
    drawn.draw();
    return drawn.sample(seed);
  }

  private Sample sample(long seed) {
    add(
        new OutputLayer.Builder(random.nextBoolean() ? LossFunction.MCXENT : LossFunction.MSE)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    ComputationGraph network = new ComputationGraph(graph.setOutputs(last).build());
    network.init();
    perturb(network);
    long examples = 4 + 2 * (seed % 7) + seed % 2;
    Nd4j.getRandom().setSeed(seed);
    INDArray features =
        Nd4j.randn(
            DataType.FLOAT, examples, image.getChannels(), image.getHeight(), image.getWidth());
    INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, CLASSES);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, (i * 3L + seed) % CLASSES, 1);
    }
    return new Sample(network, new DataSet(features, labels), fallbacks);
  }

  /** γ = 1 and β = 0 hide mistakes. */
  private void perturb(ComputationGraph network) {
    network
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_gamma") || name.endsWith("_beta")) {
                for (int i = 0; i < values.length(); i++) {
                  values.putScalar(i, values.getFloat(i) + 0.3 * random.nextGaussian());
                }
              }
            });
  }

  private void draw() {
    int blocks = 2 + random.nextInt(3);
    for (int i = 0; i < blocks; i++) {
      block();
    }
    if (random.nextBoolean()) {
      add(
          new GlobalPoolingLayer(
              random.nextBoolean() || smooth ? PoolingType.AVG : PoolingType.MAX));
    } else {
      add(
          new DenseLayer.Builder()
              .nOut(7 + random.nextInt(9))
              .hasBias(random.nextBoolean())
              .activation(activation())
              .build());
      if (random.nextBoolean()) {
        add(random.nextBoolean() ? new BatchNormalization() : exampleNormalization(1));
        add(new ActivationLayer(activation()));
      }
    }
  }

  private void block() {
    switch (random.nextInt(10)) {
      case 0 -> {
        convolution(draw(4, 8, 16, 24, 32));
        add(new BatchNormalization.Builder().useLogStd(random.nextBoolean()).build());
        add(new ActivationLayer(smooth ? Activation.TANH : Activation.RELU));
      }
      case 1 -> residual();
      case 2 -> {
        convolution(draw(6, 8, 16));
        pooling();
      }
      case 3 -> {
        depthwise();
        add(new BatchNormalization.Builder().lockGammaBeta(true).build());
        add(new ActivationLayer(activation()));
      }
      case 4 -> {
        String input = last;
        int before = channels;
        convolution(draw(4, 8, 16), 3, 1, 1);
        String first = last;
        int second = draw(6, 8, 16);
        graph.addLayer(name(), convolutionLayer(second, 1, 1, 1), input);
        graph.addVertex("merge" + nodes, new MergeVertex(), first, "node" + nodes, input);
        last = "merge" + nodes;
        channels = before + channels + second;
      }
      case 5, 6 -> {
        convolution(draw(4, 6, 8, 16, 24, 32));
        add(exampleNormalization(draw(1, 2, channels)));
        add(new ActivationLayer(activation()));
      }
      case 7 -> {
        convolution(draw(4, 6, 16));
        String input = last;
        add(convolutionLayer(channels, 3, 1, 1));
        String path = last;
        graph.addVertex(name(), new ScaleVertex(0.25), path);
        ElementWiseVertex.Op operation =
            List.of(
                    ElementWiseVertex.Op.Product,
                    ElementWiseVertex.Op.Average,
                    ElementWiseVertex.Op.Subtract)
                .get(random.nextInt(3));
        graph.addVertex("joint" + nodes, new ElementWiseVertex(operation), input, "node" + nodes);
        last = "joint" + nodes;
      }
      case 8 -> {
        convolution(draw(4, 6, 16));
        if (random.nextBoolean()) {
          add(new ZeroPaddingLayer.Builder(1, 0, 0, 1).build());
          extent++;
        } else {
          add(new Upsampling2D.Builder(2).build());
          extent *= 2;
        }
        convolution(8, 3, 2, 1);
      }
      default -> {
        convolution(draw(4, 8));
        add(new LocalResponseNormalization());
        fallbacks.add("layer " + last + " (LocalResponseNormalization)");
        graph.addVertex(name(), new ShiftVertex(0.5), last);
        last = "node" + nodes;
        fallbacks.add("vertex " + last);
      }
    }
  }

  private Layer exampleNormalization(int groups) {
    boolean affine = random.nextBoolean();
    return switch (random.nextInt(3)) {
      case 0 -> new LayerNormalization.Builder().affine(affine).build();
      case 1 -> new RmsNormalization.Builder().affine(affine).build();
      default -> new GroupNormalization.Builder(groups).affine(affine).build();
    };
  }

  private void residual() {
    convolution(16, 3, 1, 1);
    String input = last;
    add(new BatchNormalization());
    add(new ActivationLayer(smooth ? Activation.TANH : Activation.RELU));
    convolution(16, 3, 1, 1);
    String path = last;
    last = name();
    graph.addVertex(last, new ElementWiseVertex(ElementWiseVertex.Op.Add), input, path);
  }

  private void convolution(int outputs) {
    int kernel = draw(1, 2, 3, 5);
    convolution(
        outputs,
        kernel,
        1 + random.nextInt(2),
        kernel > 1 && kernel < 5 ? 1 + random.nextInt(2) : 1);
  }

  private void convolution(int outputs, int kernel, int stride, int dilation) {
    add(convolutionLayer(outputs, kernel, stride, dilation));
    channels = outputs;
    extent = (extent + stride - 1) / stride;
  }

  private ConvolutionLayer convolutionLayer(int outputs, int kernel, int stride, int dilation) {
    return convolutionLayer(outputs, kernel, stride, dilation, random.nextBoolean());
  }

  private ConvolutionLayer convolutionLayer(
      int outputs, int kernel, int stride, int dilation, boolean bias) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(outputs)
        .stride(stride, stride)
        .dilation(dilation, dilation)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(bias)
        .activation(bias && random.nextBoolean() ? activation() : Activation.IDENTITY)
        .build();
  }

  private void depthwise() {
    int multiplier = 1 + random.nextInt(2);
    if (random.nextBoolean()) {
      int outputs = draw(5, 8, 16);
      add(
          new SeparableConvolution2D.Builder(3, 3)
              .depthMultiplier(multiplier)
              .nOut(outputs)
              .convolutionMode(ConvolutionMode.Same)
              .hasBias(random.nextBoolean())
              .activation(activation())
              .build());
      channels = outputs;
      return;
    }
    add(
        new DepthwiseConvolution2D.Builder(3, 3)
            .depthMultiplier(multiplier)
            .nOut(channels * multiplier)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(random.nextBoolean())
            .activation(Activation.IDENTITY)
            .build());
    channels *= multiplier;
  }

  private void pooling() {
    if (extent < 4) {
      return;
    }
    ConvolutionMode mode = random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    add(
        new SubsamplingLayer.Builder(
                smooth || random.nextBoolean()
                    ? SubsamplingLayer.PoolingType.AVG
                    : SubsamplingLayer.PoolingType.MAX)
            .kernelSize(3, 3)
            .stride(2, 2)
            .convolutionMode(mode)
            .build());
    extent = mode == ConvolutionMode.Same ? (extent + 1) / 2 : (extent - 3) / 2 + 1;
  }

  private Activation activation() {
    Activation[] all =
        smooth
            ? new Activation[] {
              Activation.TANH,
              Activation.SIGMOID,
              Activation.SOFTPLUS,
              Activation.SWISH,
              Activation.GELU,
              Activation.MISH
            }
            : new Activation[] {
              Activation.RELU,
              Activation.LEAKYRELU,
              Activation.RELU6,
              Activation.ELU,
              Activation.TANH
            };
    return all[random.nextInt(all.length)];
  }

  private int draw(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String name() {
    return "node" + ++nodes;
  }

  private void add(Layer layer) {
    String name = name();
    graph.addLayer(name, layer, last);
    last = name;
  }
}
