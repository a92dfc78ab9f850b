package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.train.Backend;

/** Normalizations of single examples inside whole networks, in Deeplearning4j's own workspaces. */
class NormalizedNetworkTest {

  private static final int EXAMPLES = 3;
  private static final int CLASSES = 3;

  /** A network around one normalization, and a batch for it. */
  private enum Body {
    IMAGES {
      @Override
      List<Layer> around(Layer normalization) {
        return List.of(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(6)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.TANH)
                .build(),
            normalization,
            new ConvolutionLayer.Builder(2, 2).nOut(4).activation(Activation.TANH).build(),
            output());
      }

      @Override
      InputType type() {
        return InputType.convolutional(5, 3, 2);
      }

      @Override
      DataSet batch(DataType type) {
        return new DataSet(Nd4j.randn(type, 3, 2, 5, 3), labels(type));
      }
    },
    VECTORS {
      @Override
      List<Layer> around(Layer normalization) {
        return List.of(
            new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build(),
            normalization,
            output());
      }

      @Override
      InputType type() {
        return InputType.feedForward(5);
      }

      @Override
      DataSet batch(DataType type) {
        return new DataSet(Nd4j.randn(type, 3, 5), labels(type));
      }
    },
    SEQUENCES {
      @Override
      List<Layer> around(Layer normalization) {
        return List.of(
            new LSTM.Builder().nOut(6).build(),
            normalization,
            new LSTM.Builder().nOut(4).build(),
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
      }

      @Override
      InputType type() {
        return InputType.recurrent(2, 5, RNNFormat.NCW);
      }

      @Override
      DataSet batch(DataType type) {
        INDArray labels = Nd4j.zeros(type, 3, CLASSES, 5);
        INDArray mask = Nd4j.ones(type, 3, 5);
        for (int i = 0; i < 15; i++) {
          labels.putScalar(i / 5, i % CLASSES, i % 5, 1);
        }
        mask.putScalar(0, 4, 0);
        mask.putScalar(2, 3, 0);
        mask.putScalar(2, 4, 0);
        return new DataSet(Nd4j.randn(type, 3, 2, 5), labels, mask, mask.dup());
      }
    };

    abstract List<Layer> around(Layer normalization);

    abstract InputType type();

    abstract DataSet batch(DataType type);

    private static Layer output() {
      return new OutputLayer.Builder(LossFunction.MCXENT)
          .nOut(CLASSES)
          .activation(Activation.SOFTMAX)
          .build();
    }

    private static INDArray labels(DataType type) {
      INDArray labels = Nd4j.zeros(type, 3, CLASSES);
      for (int i = 0; i < 3; i++) {
        labels.putScalar(i, i, 1);
      }
      return labels;
    }
  }

  private record Case(String name, Body body, Supplier<ExampleNormalization> layer) {

    @Override
    public String toString() {
      return name + " in a network for " + body;
    }

    MultiLayerConfiguration layers(NeuralNetConfiguration.Builder base) {
      var list = base.list();
      body.around(layer.get()).forEach(list::layer);
      return list.setInputType(body.type()).build();
    }

    ComputationGraphConfiguration graph(NeuralNetConfiguration.Builder base) {
      var graph = base.graphBuilder().addInputs("in");
      String previous = "in";
      for (Layer each : body.around(layer.get())) {
        String name = each.getClass().getSimpleName() + graph.getVertices().size();
        graph.addLayer(name, each, previous);
        previous = name;
      }
      return graph.setOutputs(previous).setInputTypes(body.type()).build();
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Body body : Body.values()) {
      for (boolean affine : new boolean[] {true, false}) {
        String kind = affine ? "" : " without γ and β";
        cases.add(
            new Case(
                "layer" + kind,
                body,
                () -> new LayerNormalization.Builder().affine(affine).build()));
        cases.add(
            new Case(
                "RMS" + kind, body, () -> new RmsNormalization.Builder().affine(affine).build()));
        if (body != Body.SEQUENCES) {
          cases.add(
              new Case(
                  "group" + kind,
                  body,
                  () -> new GroupNormalization.Builder(2).affine(affine).build()));
        }
        if (body == Body.IMAGES) {
          cases.add(
              new Case(
                  "instance" + kind,
                  body,
                  () -> new InstanceNormalization.Builder().affine(affine).build()));
        }
      }
    }
    return cases;
  }

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  private static NeuralNetConfiguration.Builder base(DataType type) {
    Nd4j.getRandom().setSeed(11);
    return new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(new Adam(0.01));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreDifferencesOfTheLoss(Case each) {
    DataSet batch = each.body().batch(DataType.DOUBLE);

    MultiLayerNetwork layers = new MultiLayerNetwork(each.layers(base(DataType.DOUBLE)));
    layers.init();
    perturb(layers.params());
    layers.setInput(batch.getFeatures());
    layers.setLabels(batch.getLabels());
    layers.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    layers.computeGradientAndScore();
    INDArray ofLayers = layers.getFlattenedGradients().dup();
    FiniteDifferences.assertIsGradient(
        ofLayers.div(EXAMPLES), layers.params(), () -> layers.score(batch, true));

    ComputationGraph graph = new ComputationGraph(each.graph(base(DataType.DOUBLE)));
    graph.init();
    graph.params().assign(layers.params());
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    if (batch.getFeaturesMaskArray() != null) {
      graph.setLayerMaskArrays(
          new INDArray[] {batch.getFeaturesMaskArray()},
          new INDArray[] {batch.getLabelsMaskArray()});
    }
    graph.computeGradientAndScore();
    assertThat(graph.getFlattenedGradients()).isEqualTo(ofLayers);
  }

  /** γ = 1 and β = 0 hide mistakes. */
  private static void perturb(INDArray parameters) {
    parameters.addi(Nd4j.randn(parameters.dataType(), parameters.shape()).muli(0.3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itTrainsInFloatWithAndWithoutWorkspaces(Case each) {
    DataSet batch = each.body().batch(DataType.FLOAT);
    List<INDArray> outcomes = new ArrayList<>();
    for (WorkspaceMode mode : List.of(WorkspaceMode.ENABLED, WorkspaceMode.NONE)) {
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              each.layers(
                  base(DataType.FLOAT).trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode)));
      network.init();
      double before = network.score(batch);
      for (int i = 0; i < 5; i++) {
        network.fit(batch);
      }
      assertThat(network.score(batch)).isLessThan(before);
      outcomes.add(network.params());
    }
    assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConfigurationSurvivesJsonYamlAndCopying(Case each) {
    MultiLayerConfiguration layers = each.layers(base(DataType.FLOAT));
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
    assertThat(layers.clone()).isEqualTo(layers);
    ComputationGraphConfiguration graph = each.graph(base(DataType.FLOAT));
    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    assertThat(layers.getMemoryReport(each.body().type()).toJson()).contains("Normalization");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSavedNetworkResumesInTheSameBits(Case each, @TempDir Path directory) throws IOException {
    DataSet batch = each.body().batch(DataType.FLOAT);
    MultiLayerNetwork layers = new MultiLayerNetwork(each.layers(base(DataType.FLOAT)));
    layers.init();
    layers.fit(batch);
    File file = directory.resolve("layers.zip").toFile();
    ModelSerializer.writeModel(layers, file, true);
    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);
    layers.fit(batch);
    restored.fit(batch);
    assertThat(restored.params()).isEqualTo(layers.params());
    assertThat(restored.getLayerWiseConfigurations())
        .isEqualTo(layers.getLayerWiseConfigurations());

    ComputationGraph graph = new ComputationGraph(each.graph(base(DataType.FLOAT)));
    graph.init();
    graph.fit(batch);
    File graphFile = directory.resolve("graph.zip").toFile();
    ModelSerializer.writeModel(graph, graphFile, true);
    ComputationGraph restoredGraph = ModelSerializer.restoreComputationGraph(graphFile);
    graph.fit(batch);
    restoredGraph.fit(batch);
    assertThat(restoredGraph.params()).isEqualTo(graph.params());
  }
}
