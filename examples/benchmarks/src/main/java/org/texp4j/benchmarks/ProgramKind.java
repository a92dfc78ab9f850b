package org.texp4j.benchmarks;

import org.deeplearning4j.datasets.iterator.utilty.SingletonMultiDataSetIterator;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;

/** A kind of program other than a classifier of images, with a batch of noise. */
enum ProgramKind {
  REGRESSION("regression on a table"),
  CATEGORIES("categories and numbers"),
  TWO_HEADS("two heads"),
  SIAMESE("siamese"),
  U_NET("U-Net");

  private static final int BATCH = 64;
  private static final int COLUMNS = 20;
  private static final int CATEGORIES_IN_ALL = 50;
  private static final int SIDE = 24;
  private static final double RATE = 1e-3;
  private static final double DECAY = 1e-3;
  private static final double MOMENTUM = 0.9;

  private final String title;

  ProgramKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The network under Deeplearning4j's own rule, with the settings that a run has. */
  ComputationGraph plain() {
    ComputationGraph network =
        new ComputationGraph(
            configuration(
                new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .cacheMode(CacheMode.DEVICE)
                    .updater(new Nesterovs(RATE, MOMENTUM))
                    .l2(DECAY)));
    network.init();
    return network;
  }

  /** A run of the same on one batch, which is an epoch. */
  TrainingRun run(MultiDataSet batch, long steps) {
    Recipe recipe =
        new Recipe(
            steps,
            Curve.constant(RATE),
            Curve.constant(DECAY),
            Curve.constant(MOMENTUM),
            new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0));
    Experiment experiment =
        Experiment.named("programs")
            .batchSize(BATCH)
            .trainingExamples(BATCH)
            .recipe(epoch -> recipe, RecipeForm.TEXP_PLUS_PLUS)
            .computationGraph(this::configuration)
            .trainingMultiData(request -> new SingletonMultiDataSetIterator(batch))
            .loop(run -> {})
            .build();
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }

  private ComputationGraphConfiguration configuration(NeuralNetConfiguration.Builder base) {
    GraphBuilder graph = base.activation(Activation.IDENTITY).graphBuilder();
    switch (this) {
      case REGRESSION ->
          graph
              .addInputs("row")
              .setInputTypes(InputType.feedForward(COLUMNS))
              .addLayer("out", numbers(1), hidden(graph, "b", hidden(graph, "a", "row")))
              .setOutputs("out");
      case CATEGORIES ->
          graph
              .addInputs("category", "row")
              .setInputTypes(
                  InputType.feedForward(CATEGORIES_IN_ALL), InputType.feedForward(COLUMNS))
              .addLayer("table", new EmbeddingLayer.Builder().nOut(8).build(), "category")
              .addVertex("both", new MergeVertex(), "table", "row")
              .addLayer("out", numbers(1), hidden(graph, "a", "both"))
              .setOutputs("out");
      case TWO_HEADS -> {
        String trunk = hidden(graph.addInputs("row"), "a", "row");
        graph
            .setInputTypes(InputType.feedForward(COLUMNS))
            .addLayer("one", numbers(1), trunk)
            .addLayer("other", numbers(5), trunk)
            .setOutputs("one", "other");
      }
      case SIAMESE ->
          graph
              .addInputs("left", "right")
              .setInputTypes(InputType.feedForward(COLUMNS), InputType.feedForward(COLUMNS))
              .addVertex("both", new StackVertex(), "left", "right")
              .addVertex("first", new UnstackVertex(0, 2), hidden(graph, "a", "both"))
              .addVertex("second", new UnstackVertex(1, 2), "a-relu")
              .addVertex("pair", new MergeVertex(), "first", "second")
              .addLayer("out", numbers(1), "pair")
              .setOutputs("out");
      case U_NET -> {
        graph.addInputs("image").setInputTypes(InputType.convolutional(SIDE, SIDE, 1));
        String fine = block(graph, "fine", 8, 1, "image");
        String coarse = block(graph, "coarse", 16, 2, fine);
        graph
            .addLayer("up", new Upsampling2D.Builder(2).build(), coarse)
            .addVertex("merge", new MergeVertex(), fine, "up");
        graph
            .addLayer("pixels", Layers.convolution(1, 1, 1), block(graph, "last", 8, 1, "merge"))
            .addLayer(
                "out",
                new CnnLossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build(),
                "pixels")
            .setOutputs("out");
      }
    }
    return graph.build();
  }

  /** A batch of noise. */
  MultiDataSet batch() {
    INDArray row = noise(BATCH, COLUMNS);
    return switch (this) {
      case REGRESSION -> new org.nd4j.linalg.dataset.MultiDataSet(row, noise(BATCH, 1));
      case CATEGORIES ->
          batch(new INDArray[] {categories(), row}, new INDArray[] {noise(BATCH, 1)});
      case TWO_HEADS ->
          batch(new INDArray[] {row}, new INDArray[] {noise(BATCH, 1), noise(BATCH, 5)});
      case SIAMESE ->
          batch(new INDArray[] {row, noise(BATCH, COLUMNS)}, new INDArray[] {noise(BATCH, 1)});
      case U_NET ->
          batch(
              new INDArray[] {noise(BATCH, 1, SIDE, SIDE)},
              new INDArray[] {Nd4j.rand(BATCH, 1, SIDE, SIDE).gt(0.5).castTo(Nd4j.dataType())});
    };
  }

  private static MultiDataSet batch(INDArray[] features, INDArray[] labels) {
    return new org.nd4j.linalg.dataset.MultiDataSet(features, labels);
  }

  private static INDArray noise(long... shape) {
    return Nd4j.randn(Nd4j.dataType(), shape);
  }

  private static INDArray categories() {
    return Transforms.floor(Nd4j.rand(BATCH, 1).mul(CATEGORIES_IN_ALL));
  }

  private static String hidden(GraphBuilder graph, String name, String input) {
    return normalized(graph, name, new DenseLayer.Builder().nOut(64).build(), input);
  }

  private static String block(
      GraphBuilder graph, String name, int channels, int stride, String input) {
    return normalized(graph, name, Layers.convolution(3, channels, stride), input);
  }

  private static String normalized(GraphBuilder graph, String name, Layer layer, String input) {
    graph
        .addLayer(name, layer, input)
        .addLayer(name + "-norm", new BatchNormalization(), name)
        .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-norm");
    return name + "-relu";
  }

  private static OutputLayer numbers(int columns) {
    return new OutputLayer.Builder(LossFunction.MSE)
        .nOut(columns)
        .activation(Activation.IDENTITY)
        .build();
  }
}
