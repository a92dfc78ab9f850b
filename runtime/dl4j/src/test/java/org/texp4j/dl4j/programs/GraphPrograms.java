package org.texp4j.dl4j.programs;

import static org.texp4j.dl4j.programs.Layers.CLASSES;
import static org.texp4j.dl4j.programs.Layers.classes;
import static org.texp4j.dl4j.programs.Layers.convolution;
import static org.texp4j.dl4j.programs.Layers.dense;
import static org.texp4j.dl4j.programs.Layers.maximum;
import static org.texp4j.dl4j.programs.Layers.mean;
import static org.texp4j.dl4j.programs.Layers.norm;
import static org.texp4j.dl4j.programs.Layers.output;
import static org.texp4j.dl4j.programs.Layers.pointwise;
import static org.texp4j.dl4j.programs.Layers.relu;
import static org.texp4j.dl4j.programs.ProgramData.batches;
import static org.texp4j.dl4j.programs.ProgramData.category;
import static org.texp4j.dl4j.programs.ProgramData.normal;
import static org.texp4j.dl4j.programs.ProgramData.numbers;
import static org.texp4j.dl4j.programs.ProgramData.oneOf;
import static org.texp4j.dl4j.programs.ProgramData.single;
import static org.texp4j.dl4j.programs.ProgramData.zerosAndOnes;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.internal.backend.onednn.SameDiffKinds;

/** Programs whose networks are graphs. */
final class GraphPrograms {

  private static final int SIDE = 6;
  private static final int CHANNELS = 2;
  private static final int COLUMNS = 5;

  private GraphPrograms() {}

  static List<Program> all() {
    return List.of(
        residual(),
        denselyConnected(),
        uNet(),
        categoriesAndNumbers(),
        imagesAndRows(),
        twoHeads(),
        siamese(),
        gated(),
        variational(),
        ownVertices(),
        unitVectors());
  }

  private static List<MultiDataSet> images() {
    return single(normal(CHANNELS, SIDE, SIDE), oneOf(CLASSES));
  }

  private static GraphBuilder onImages(GraphBuilder graph) {
    return graph.addInputs("image").setInputTypes(InputType.convolutional(SIDE, SIDE, CHANNELS));
  }

  private static GraphBuilder onRows(GraphBuilder graph) {
    return graph.addInputs("row").setInputTypes(InputType.feedForward(COLUMNS));
  }

  /** Adds a layer, its normalization and a rectifier; returns the name of the last. */
  private static String block(GraphBuilder graph, String name, Layer layer, String... inputs) {
    graph
        .addLayer(name, layer, inputs)
        .addLayer(name + "-norm", norm(), name)
        .addLayer(name + "-relu", relu(), name + "-norm");
    return name + "-relu";
  }

  private static GraphBuilder classified(GraphBuilder graph, String last) {
    return graph
        .addLayer("pool", mean(), last)
        .addLayer("output", classes(), "pool")
        .setOutputs("output");
  }

  private static Program residual() {
    return Program.graph(
            "residual",
            images(),
            graph -> {
              String stem = block(onImages(graph), "stem", convolution(4), "image");
              String first = block(graph, "first", convolution(4), stem);
              graph
                  .addLayer("second", convolution(4), first)
                  .addLayer("second-norm", norm(), "second")
                  .addVertex(
                      "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "second-norm", stem)
                  .addLayer("relu", relu(), "sum");
              return classified(graph, "relu");
            })
        .converts("stem_W", "first_W", "second_W");
  }

  private static Program denselyConnected() {
    return Program.graph(
            "branches that are merged",
            images(),
            graph -> {
              String stem = block(onImages(graph), "stem", convolution(4), "image");
              String wide = block(graph, "wide", convolution(3), stem);
              String narrow = block(graph, "narrow", pointwise(3), stem);
              graph.addVertex("merge", new MergeVertex(), wide, narrow, stem);
              return classified(graph, block(graph, "last", pointwise(5), "merge"));
            })
        .converts("stem_W", "wide_W", "narrow_W", "last_W");
  }

  private static Program uNet() {
    return Program.graph(
            "U-Net",
            single(normal(CHANNELS, SIDE, SIDE), oneOf(2, SIDE, SIDE)),
            graph -> {
              String down = block(onImages(graph), "down", convolution(3), "image");
              graph.addLayer("pool", maximum(), down);
              String bottom = block(graph, "bottom", convolution(4), "pool");
              graph
                  .addLayer(
                      "up", new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(3).build(), bottom)
                  .addVertex("merge", new MergeVertex(), down, "up");
              String last = block(graph, "last", convolution(4), "merge");
              return graph
                  .addLayer("pixels", pointwise(2), last)
                  .addLayer(
                      "mask",
                      new CnnLossLayer.Builder(LossFunction.MCXENT)
                          .activation(Activation.SOFTMAX)
                          .build(),
                      "pixels")
                  .setOutputs("mask");
            })
        .converts("down_W", "bottom_W", "last_W");
  }

  private static Program categoriesAndNumbers() {
    return Program.graph(
            "embeddings of categories beside numbers",
            batches(
                random ->
                    new MultiDataSet(
                        new INDArray[] {
                          category(7).apply(random),
                          category(4).apply(random),
                          normal(COLUMNS).apply(random)
                        },
                        new INDArray[] {numbers(1).apply(random, null)})),
            graph -> {
              graph
                  .addInputs("town", "day", "row")
                  .setInputTypes(
                      InputType.feedForward(7),
                      InputType.feedForward(4),
                      InputType.feedForward(COLUMNS))
                  .addLayer("towns", new EmbeddingLayer.Builder().nOut(3).build(), "town")
                  .addLayer("days", new EmbeddingLayer.Builder().nOut(2).build(), "day")
                  .addVertex("merge", new MergeVertex(), "towns", "days", "row");
              return graph
                  .addLayer(
                      "price",
                      output(1, LossFunction.MSE, Activation.IDENTITY),
                      block(graph, "dense", dense(8), "merge"))
                  .setOutputs("price");
            })
        .converts("dense_W")
        .judgedBy(ExpectedMetrics.numbers());
  }

  private static Program imagesAndRows() {
    return Program.graph(
            "an image and a row",
            batches(
                random ->
                    new MultiDataSet(
                        new INDArray[] {
                          normal(CHANNELS, SIDE, SIDE).apply(random), normal(COLUMNS).apply(random)
                        },
                        new INDArray[] {oneOf(CLASSES).apply(random, null)})),
            graph -> {
              graph
                  .addInputs("image", "row")
                  .setInputTypes(
                      InputType.convolutional(SIDE, SIDE, CHANNELS),
                      InputType.feedForward(COLUMNS));
              graph.addLayer("pool", mean(), block(graph, "convolution", convolution(4), "image"));
              graph.addVertex(
                  "merge", new MergeVertex(), "pool", block(graph, "dense", dense(4), "row"));
              return graph
                  .addLayer("output", classes(), block(graph, "both", dense(6), "merge"))
                  .setOutputs("output");
            })
        .converts("convolution_W", "dense_W", "both_W");
  }

  private static Program twoHeads() {
    return Program.graph(
            "two heads",
            batches(
                random ->
                    new MultiDataSet(
                        new INDArray[] {normal(COLUMNS).apply(random)},
                        new INDArray[] {
                          oneOf(CLASSES).apply(random, null), numbers(2).apply(random, null)
                        })),
            graph -> {
              String trunk = block(onRows(graph), "trunk", dense(8), "row");
              return graph
                  .addLayer("kind", classes(), trunk)
                  .addLayer("size", output(2, LossFunction.MSE, Activation.IDENTITY), trunk)
                  .setOutputs("kind", "size");
            })
        .converts("trunk_W")
        .judgedBy(
            ExpectedMetrics.ofOutputs(
                Map.of("kind", ExpectedMetrics.classes(), "size", ExpectedMetrics.numbers())));
  }

  private static Program siamese() {
    return Program.graph(
            "siamese",
            batches(
                random ->
                    new MultiDataSet(
                        new INDArray[] {
                          normal(COLUMNS).apply(random), normal(COLUMNS).apply(random)
                        },
                        new INDArray[] {zerosAndOnes(1).apply(random, null)})),
            graph -> {
              graph
                  .addInputs("left", "right")
                  .setInputTypes(InputType.feedForward(COLUMNS), InputType.feedForward(COLUMNS))
                  .addVertex("both", new StackVertex(), "left", "right")
                  .addLayer("embedding", dense(4), block(graph, "dense", dense(6), "both"))
                  .addLayer("embedding-norm", norm(), "embedding")
                  .addVertex("first", new UnstackVertex(0, 2), "embedding-norm")
                  .addVertex("second", new UnstackVertex(1, 2), "embedding-norm")
                  .addVertex("distance", new L2Vertex(), "first", "second");
              return graph
                  .addLayer(
                      "same",
                      oneColumn(output(1, LossFunction.XENT, Activation.SIGMOID)),
                      "distance")
                  .setOutputs("same");
            })
        .converts("dense_W", "embedding_W")
        .judgedBy(ExpectedMetrics.label());
  }

  /** Deeplearning4j does not know that a distance has one column. */
  private static OutputLayer oneColumn(OutputLayer layer) {
    layer.setNIn(1);
    return layer;
  }

  private static Program gated() {
    return Program.graph(
            "a highway with a gate",
            single(normal(COLUMNS), oneOf(CLASSES)),
            graph -> {
              onRows(graph)
                  .addLayer("gate", dense(6, Activation.SIGMOID), "row")
                  .addVertex(
                      "product",
                      new ElementWiseVertex(ElementWiseVertex.Op.Product),
                      "gate",
                      block(graph, "dense", dense(6), "row"))
                  .addVertex("half", new ScaleVertex(0.5), "product");
              return graph
                  .addLayer("output", classes(), block(graph, "last", dense(6), "half"))
                  .setOutputs("output");
            })
        .converts("dense_W", "last_W");
  }

  /** Its noise is an input, so that a step is a function of its batch. */
  private static Program variational() {
    return Program.graph(
            "variational autoencoder",
            batches(
                random -> {
                  INDArray row = normal(COLUMNS).apply(random);
                  return new MultiDataSet(
                      new INDArray[] {row, normal(2).apply(random)},
                      new INDArray[] {row.dup(), numbers(4).apply(random, null)});
                }),
            graph -> {
              graph
                  .addInputs("row", "noise")
                  .setInputTypes(InputType.feedForward(COLUMNS), InputType.feedForward(2));
              String encoder = block(graph, "encoder", dense(6), "row");
              graph
                  .addLayer("mean", dense(2), encoder)
                  .addLayer("deviation", dense(2, Activation.SOFTPLUS), encoder)
                  .addVertex(
                      "drawn",
                      new ElementWiseVertex(ElementWiseVertex.Op.Product),
                      "deviation",
                      "noise")
                  .addVertex(
                      "code", new ElementWiseVertex(ElementWiseVertex.Op.Add), "mean", "drawn")
                  .addVertex("distribution", new MergeVertex(), "mean", "deviation");
              return graph
                  .addLayer(
                      "row-again",
                      output(COLUMNS, LossFunction.MSE, Activation.IDENTITY),
                      block(graph, "decoder", dense(6), "code"))
                  .addLayer(
                      "divergence",
                      new LossLayer.Builder(new DivergenceLoss()).build(),
                      "distribution")
                  .setOutputs("row-again", "divergence");
            })
        .converts("encoder_W", "decoder_W")
        .judgedBy(
            ExpectedMetrics.ofOutputs(
                Map.of(
                    "row-again",
                    ExpectedMetrics.reconstruction(),
                    "divergence",
                    (network, output, batches) -> Map.of())));
  }

  private static Program ownVertices() {
    return Program.graph(
            "vertices of the user's own in SameDiff",
            single(normal(COLUMNS), oneOf(CLASSES)),
            graph -> {
              String left = block(onRows(graph), "left", dense(6), "row");
              String right = block(graph, "right", dense(6), "row");
              graph
                  .addVertex("product", new SameDiffKinds.Product(), left, right)
                  .addVertex("sum", new SameDiffKinds.Sum(), "product", right);
              return graph
                  .addLayer("output", classes(), block(graph, "last", dense(6), "sum"))
                  .setOutputs("output");
            })
        .converts("left_W", "right_W", "last_W");
  }

  private static Program unitVectors() {
    return Program.graph(
            "parts, shifts and unit vectors",
            single(normal(COLUMNS), oneOf(CLASSES)),
            graph -> {
              String first = block(onRows(graph), "first", dense(8), "row");
              graph
                  .addVertex("part", new SubsetVertex(2, 6), first)
                  .addVertex("shift", new ShiftVertex(0.3), "part")
                  .addVertex("unit", new L2NormalizeVertex(), "shift");
              return graph
                  .addLayer("output", classes(), block(graph, "last", dense(6), "unit"))
                  .setOutputs("output");
            })
        .converts("first_W", "last_W");
  }
}
