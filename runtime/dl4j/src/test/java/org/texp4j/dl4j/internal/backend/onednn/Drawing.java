package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A network of {@link Kinds} that is drawn from a seed, and batches for it. */
final class Drawing {

  static final int CLASSES = 3;

  private static final int MOST_INDICES = 6;

  private final Random random;
  private final long seed;
  private final GraphBuilder graph;
  private final List<String> kinds = new ArrayList<>();
  private InputType input;
  private InputType type;
  private String last = "input";
  private int nodes;
  private boolean readsIndices;
  private boolean drawsAtEveryStep;
  private ComputationGraphConfiguration configuration;

  private Drawing(long seed) {
    this.seed = seed;
    random = new Random(seed * 7919 + 13);
    input =
        random.nextBoolean()
            ? InputType.convolutional(number(5, 10), number(5, 10), number(1, 5))
            : InputType.feedForward(number(2, 9));
    type = input;
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed + 1) // 0 would mean a random one.
            .dataType(DataType.FLOAT)
            .updater(new Sgd(0.1))
            .weightInit(WeightInit.XAVIER)
            .activation(Activation.TANH)
            .graphBuilder()
            .addInputs("input");
  }

  /** A network of a few kinds. */
  static Drawing of(long seed) {
    Drawing drawing = new Drawing(seed);
    int most = drawing.number(1, 6);
    for (int i = 0; i < most; i++) {
      drawing.drawAny();
    }
    return drawing.ended();
  }

  /** A network with a kind in it. */
  static Drawing with(Class<?> kind, long seed) {
    Drawing drawing = new Drawing(seed);
    if (seed % 2 == 1 && !Kinds.OUTPUTS.containsKey(kind)) {
      Kinds.anyHidden(drawing);
    }
    for (Map<Class<?>, Consumer<Drawing>> table : Kinds.tables()) {
      if (table.containsKey(kind)) {
        drawing.draw(table, kind);
        return table == Kinds.OUTPUTS ? drawing : drawing.ended();
      }
    }
    throw new IllegalArgumentException(kind.getName());
  }

  private Drawing ended() {
    draw(
        Kinds.OUTPUTS,
        number(0, 8) > 0 ? OutputLayer.class : of(Kinds.OUTPUTS.keySet().toArray(Class<?>[]::new)));
    return this;
  }

  private void drawAny() {
    int which = number(0, 60);
    Map<Class<?>, Consumer<Drawing>> table =
        which == 0
            ? Kinds.OF_SEQUENCES
            : which == 1
                ? Kinds.OF_VOLUMES
                : isImage() && which < 42 || which < 10 ? Kinds.OF_IMAGES : Kinds.OF_ROWS;
    draw(table, of(table.keySet().toArray(Class<?>[]::new)));
  }

  private void draw(Map<Class<?>, Consumer<Drawing>> table, Class<?> kind) {
    kinds.add(kind.getSimpleName());
    if (table == Kinds.OF_IMAGES) {
      image();
    } else if (table == Kinds.OF_SEQUENCES) {
      columns();
      Kinds.beginSequence(this);
    } else if (table == Kinds.OF_VOLUMES) {
      Kinds.beginVolume(this);
    } else if (table == Kinds.OUTPUTS) {
      columns();
    }
    table.get(kind).accept(this);
    if (!isImage() && !(type instanceof InputType.InputTypeFeedForward)) {
      pool();
    }
  }

  /** Makes rows of a sequence or volume. */
  void pool() {
    layer(new GlobalPoolingLayer.Builder(PoolingType.AVG));
    if (type instanceof InputType.InputTypeRecurrent pooled) {
      type = InputType.feedForward(pooled.getSize()); // Deeplearning4j keeps calling it a sequence.
    }
  }

  /** The name of the last node. */
  String last() {
    return last;
  }

  boolean isImage() {
    return type instanceof InputTypeConvolutional;
  }

  /** The present image; rows become one first. */
  InputTypeConvolutional image() {
    if (!isImage()) {
      layer(new DenseLayer.Builder().nOut(72));
      layer(
          new ActivationLayer(Activation.TANH),
          new FeedForwardToCnnPreProcessor(6, 4, 3),
          InputType.convolutional(6, 4, 3));
    }
    return (InputTypeConvolutional) type;
  }

  /** The number of columns; an image becomes rows first. */
  long columns() {
    if (type instanceof InputType.InputTypeRecurrent sequence) {
      return sequence.getSize();
    }
    if (isImage()) {
      layer(new DenseLayer.Builder().nOut(number(2, 8)));
    }
    return ((InputType.InputTypeFeedForward) type).getSize();
  }

  /** The shape of one example. */
  long[] exampleShape() {
    return isImage()
        ? new long[] {image().getChannels(), image().getHeight(), image().getWidth()}
        : new long[] {columns()};
  }

  /** A new node of the same shape as the last, which it does not replace. */
  String similar() {
    Layer layer =
        isImage()
            ? new ConvolutionLayer.Builder(1, 1).nOut(image().getChannels()).build()
            : new DenseLayer.Builder().nOut(columns()).build();
    String name = name();
    graph.addLayer(name, layer, last);
    return name;
  }

  /** Two values stacked, something that reads both, and the two unstacked and combined. */
  void stacked(Consumer<Drawing> hidden) {
    String other = similar();
    vertex(new StackVertex(), last, other);
    hidden.accept(this);
    unstacked(2);
  }

  /** Parts of images as examples of their own, something that reads them, and two recombined. */
  void spaceToBatch() {
    layer(new Upsampling2D.Builder(2));
    layer(new SpaceToBatchLayer.Builder<>(new int[] {2, 2}));
    Kinds.anyHidden(this);
    unstacked(4);
  }

  private void unstacked(int parts) {
    InputType stacked = type;
    String whole = last;
    vertex(new UnstackVertex(parts - 1, parts), whole);
    String second = last;
    type = stacked;
    vertex(new UnstackVertex(0, parts), whole);
    vertex(
        new ElementWiseVertex(of(ElementWiseVertex.Op.Add, ElementWiseVertex.Op.Subtract)),
        last,
        second);
  }

  /** Indices into a table, if nothing was drawn yet. */
  void embedding() {
    if (nodes == 0) {
      readsIndices = true;
      input = InputType.feedForward(1);
      type = InputType.feedForward(MOST_INDICES);
      layer(new EmbeddingLayer.Builder().nIn(MOST_INDICES).nOut(5));
    }
  }

  void layer(Layer.Builder<?> layer) {
    layer(layer.<Layer>build());
  }

  /** Adds a normalization within examples; of two values it would leave the signs and rounding. */
  void normalization(Layer layer) {
    if (isImage()) {
      if (image().getHeight() * image().getWidth() < 4) {
        layer(new Upsampling2D.Builder(2));
      }
    } else if (columns() < 4) {
      layer(new DenseLayer.Builder().nOut(number(4, 8)));
    }
    layer(layer);
  }

  /** Adds a layer that draws random numbers at every step. */
  void random(Layer layer) {
    drawsAtEveryStep = true;
    layer(layer);
  }

  void layer(Layer layer) {
    String name = name();
    InputPreProcessor preprocessor = layer.getPreProcessorForInputType(type);
    InputType read = preprocessor == null ? type : preprocessor.getOutputType(type);
    graph.addLayer(name, layer, last);
    layer.setNIn(read, true);
    type = layer.getOutputType(nodes, read);
    last = name;
  }

  void layer(Layer layer, InputPreProcessor preprocessor, InputType read) {
    String name = name();
    graph.addLayer(name, layer, preprocessor, last);
    type = layer.getOutputType(nodes, read);
    last = name;
  }

  void vertex(GraphVertex vertex) {
    vertex(vertex, last);
  }

  void vertex(GraphVertex vertex, String... inputs) {
    String name = name();
    graph.addVertex(name, vertex, inputs);
    InputType[] types = new InputType[inputs.length];
    Arrays.fill(types, type);
    type = vertex.getOutputType(nodes, types);
    last = name;
  }

  private String name() {
    return "node" + nodes++;
  }

  /** A number from the first, inclusive, to the second, exclusive. */
  int number(int from, int to) {
    return from + random.nextInt(to - from);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  Activation anyActivation() {
    return of(
        Activation.TANH,
        Activation.RELU,
        Activation.SIGMOID,
        Activation.IDENTITY,
        Activation.SWISH,
        Activation.ELU,
        Activation.SOFTSIGN,
        Activation.CUBE,
        Activation.SELU,
        Activation.HARDTANH,
        Activation.RATIONALTANH,
        Activation.THRESHOLDEDRELU,
        Activation.SOFTMAX);
  }

  /** Whether it draws random numbers at every step, so that no two computations agree. */
  boolean drawsAtEveryStep() {
    return drawsAtEveryStep;
  }

  /** The network; each call returns another with the same parameters. */
  ComputationGraph network() {
    if (configuration == null) {
      configuration = configured();
    }
    ComputationGraph network = new ComputationGraph(configuration.clone());
    network.init();
    Random shifts = new Random(seed);
    INDArray parameters = network.params();
    for (long i = 0; i < parameters.length(); i++) {
      parameters.putScalar(i, parameters.getFloat(i) + 0.1 * shifts.nextGaussian());
    }
    network
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_var")) {
                values.assign(1.5);
              }
            });
    return network;
  }

  private ComputationGraphConfiguration configured() {
    if (!readsIndices) {
      graph.setInputTypes(input); // It would take the one column for the size of the table.
    }
    return graph.setOutputs(last).build();
  }

  /** A batch of random examples. */
  DataSet batch(int examples) {
    Random values = new Random(seed + examples);
    long[] shape =
        input instanceof InputTypeConvolutional image
            ? new long[] {examples, image.getChannels(), image.getHeight(), image.getWidth()}
            : new long[] {examples, ((InputType.InputTypeFeedForward) input).getSize()};
    INDArray features = Nd4j.create(DataType.FLOAT, shape);
    INDArray flat = features.reshape(features.length());
    for (long i = 0; i < features.length(); i++) {
      flat.putScalar(i, readsIndices ? values.nextInt(MOST_INDICES) : values.nextGaussian());
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, CLASSES);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, values.nextInt(CLASSES), 1);
    }
    return new DataSet(features, labels);
  }

  @Override
  public String toString() {
    return "network " + seed + " " + kinds + " on " + input;
  }
}
