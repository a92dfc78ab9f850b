package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.train.Backend;

class QkNormAttentionTest {

  private static final int EXAMPLES = 3;
  private static final int LENGTH = 5;
  private static final int INPUTS = 4;
  private static final int HEADS = 2;
  private static final int SIZE = 3;
  private static final int OUTPUTS = 5;
  private static final double EPSILON = 1e-2; // matters beside mean squares near 1

  /** Rounding of some hundred operations on numbers near 1. */
  private static final double ROUNDING = 1e-12;

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  @Test
  void itAttendsAsItsDefinitionSays() {
    MultiLayerNetwork network = network(DataType.DOUBLE);
    DataSet batch = batch(DataType.DOUBLE);
    List<INDArray> activations =
        network.feedForward(
            batch.getFeatures(), batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    INDArray x = activations.get(1);
    INDArray y = activations.get(2);
    assertThat(y.shape()).containsExactly(EXAMPLES, OUTPUTS, LENGTH);
    for (int n = 0; n < EXAMPLES; n++) {
      int known = knownPositions(n);
      for (int t = 0; t < known; t++) {
        double[] expected = attended(network, x, n, t, known);
        for (int i = 0; i < OUTPUTS; i++) {
          assertThat(y.getDouble(n, i, t)).isCloseTo(expected[i], within(ROUNDING));
        }
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.api.Assertions.within(tolerance);
  }

  /** The output at a position that attends to the first positions, in loops. */
  private static double[] attended(MultiLayerNetwork network, INDArray x, int n, int t, int known) {
    double[] result = new double[OUTPUTS];
    for (int head = 0; head < HEADS; head++) {
      double[] query = normalized(network, "Wq", "gammaQ", x, n, t, head);
      double[] shares = new double[known];
      double total = 0;
      for (int s = 0; s < known; s++) {
        double[] key = normalized(network, "Wk", "gammaK", x, n, s, head);
        double score = 0;
        for (int d = 0; d < SIZE; d++) {
          score += query[d] * key[d] / Math.sqrt(SIZE);
        }
        shares[s] = Math.exp(score);
        total += shares[s];
      }
      for (int s = 0; s < known; s++) {
        double[] value = projected(network, "Wv", x, n, s, head);
        for (int i = 0; i < OUTPUTS; i++) {
          for (int d = 0; d < SIZE; d++) {
            double weight = network.getParam("1_Wo").getDouble(head * SIZE + d, i);
            result[i] += shares[s] / total * value[d] * weight;
          }
        }
      }
    }
    return result;
  }

  private static double[] projected(
      MultiLayerNetwork network, String weights, INDArray x, int n, int t, int head) {
    double[] result = new double[SIZE];
    for (int d = 0; d < SIZE; d++) {
      for (int i = 0; i < INPUTS; i++) {
        result[d] +=
            network.getParam("1_" + weights).getDouble(i, head * SIZE + d) * x.getDouble(n, i, t);
      }
    }
    return result;
  }

  private static double[] normalized(
      MultiLayerNetwork network, String weights, String gamma, INDArray x, int n, int t, int head) {
    double[] result = projected(network, weights, x, n, t, head);
    double square = 0;
    for (double value : result) {
      square += value * value / SIZE;
    }
    for (int d = 0; d < SIZE; d++) {
      result[d] *= network.getParam("1_" + gamma).getDouble(d) / Math.sqrt(square + EPSILON);
    }
    return result;
  }

  @Test
  void gradientsAreDifferencesOfTheLoss() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork layers = network(DataType.DOUBLE);
    INDArray ofLayers = gradient(layers, batch);
    FiniteDifferences.assertIsGradient(
        ofLayers.div(EXAMPLES), layers.params(), () -> layers.score(batch, true));

    ComputationGraph graph = new ComputationGraph(graph(DataType.DOUBLE));
    graph.init();
    graph.params().assign(layers.params());
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.setLayerMaskArrays(
        new INDArray[] {batch.getFeaturesMaskArray()}, new INDArray[] {batch.getLabelsMaskArray()});
    graph.computeGradientAndScore();
    assertThat(graph.getFlattenedGradients()).isEqualTo(ofLayers);
  }

  @Test
  void queriesAndKeysAreScaleInvariantEachByItself() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork network = network(DataType.DOUBLE);
    ((AdjustableEpsilon) network.getLayer(1)).epsilon(0);
    INDArray output = network.output(batch.getFeatures());

    network.getParam("1_Wq").muli(7.3);
    network.getParam("1_Wk").muli(0.02);

    assertThat(distance(network.output(batch.getFeatures()), output)).isLessThan(ROUNDING);
    network.getParam("1_Wv").muli(7.3);
    assertThat(distance(network.output(batch.getFeatures()), output)).isGreaterThan(1e-3);
  }

  @Test
  void epsilonCarriedIsTheSameFunction() {
    DataSet batch = batch(DataType.FLOAT);
    MultiLayerNetwork network = network(DataType.FLOAT);
    AdjustableEpsilon layer = (AdjustableEpsilon) network.getLayer(1);
    assertThat(layer.epsilon()).isEqualTo(EPSILON);
    INDArray output = network.output(batch.getFeatures());
    gradient(network, batch);
    INDArray gradient = network.gradient().getGradientFor("1_Wq").dup();

    network.getParam("1_Wq").muli(1024);
    network.getParam("1_Wk").muli(1024);
    INDArray naive = network.output(batch.getFeatures());
    layer.epsilon(Math.scalb(EPSILON, 20));

    assertThat(network.output(batch.getFeatures())).isEqualTo(output);
    gradient(network, batch);
    assertThat(network.gradient().getGradientFor("1_Wq").mul(1024)).isEqualTo(gradient);
    assertThat(distance(naive, output)).isGreaterThan(1e-4);
    assertThat(
            ((QkNormAttention) network.getLayerWiseConfigurations().getConf(1).getLayer())
                .getEpsilon())
        .isEqualTo(EPSILON);
  }

  @Test
  void deadQueriesAreFiniteForAnyEpsilon() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      MultiLayerNetwork network = network(type);
      network.getParam("1_Wq").assign(0);
      network.getParam("1_Wk").assign(0);
      ((AdjustableEpsilon) network.getLayer(1)).epsilon(1e-300);
      INDArray gradient = gradient(network, batch(type));
      assertThat(gradient.isNaN().any() || gradient.isInfinite().any()).isFalse();
    }
  }

  @Test
  void itTrainsAndResumesInTheSameBits(@TempDir Path directory) throws IOException {
    DataSet batch = batch(DataType.FLOAT);
    MultiLayerNetwork network = network(DataType.FLOAT);
    MultiLayerNetwork outside =
        new MultiLayerNetwork(
            layers(
                base(DataType.FLOAT)
                    .trainingWorkspaceMode(WorkspaceMode.NONE)
                    .inferenceWorkspaceMode(WorkspaceMode.NONE)));
    outside.init();
    outside.setParams(network.params().dup());
    double before = network.score(batch);
    for (int i = 0; i < 10; i++) {
      network.fit(batch);
      outside.fit(batch);
    }
    assertThat(network.score(batch)).isLessThan(before);
    assertThat(outside.params()).isEqualTo(network.params());

    File file = directory.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);
    network.fit(batch);
    restored.fit(batch);
    assertThat(restored.params()).isEqualTo(network.params());
  }

  @Test
  void aConfigurationSurvivesJsonYamlAndCopying() {
    MultiLayerConfiguration layers = layers(base(DataType.FLOAT));
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
    assertThat(layers.clone()).isEqualTo(layers);
    ComputationGraphConfiguration graph = graph(DataType.FLOAT);
    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    assertThat(layers.getMemoryReport(type()).toJson()).contains("QkNormAttention");
    assertThat(new QkNormAttention.Builder(2, 6).build())
        .isEqualTo(new QkNormAttention.Builder(2, 6).headSize(3).build())
        .isNotEqualTo(new QkNormAttention.Builder(3, 6).headSize(3).build())
        .isNotEqualTo(new QkNormAttention.Builder(2, 6).headSize(4).build())
        .isNotEqualTo(new QkNormAttention.Builder(2, 6).epsilon(1e-3).build());
  }

  @Test
  void decayActsOnTheWeightsOnly() {
    MultiLayerNetwork network = new MultiLayerNetwork(layers(base(DataType.FLOAT).l2(0.1)));
    network.init();
    Layer layer = network.getLayer(1).conf().getLayer();
    for (String weights : List.of("Wq", "Wk", "Wv", "Wo")) {
      assertThat(layer.getRegularizationByParam(weights)).hasSize(1);
    }
    assertThat(layer.getRegularizationByParam("gammaQ")).isNull();
    assertThat(layer.getRegularizationByParam("gammaK")).isNull();
  }

  @Test
  void whatItCannotDoIsRefused() {
    assertThatThrownBy(() -> new QkNormAttention.Builder(2, 5).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot divide 5 outputs among 2 heads: choose a divisor, or call headSize(…)");
    assertThatThrownBy(() -> new QkNormAttention.Builder(0, 5))
        .hasMessage("heads must be positive, not 0");
    assertThatThrownBy(
            () ->
                new NeuralNetConfiguration.Builder()
                    .list()
                    .layer(new QkNormAttention.Builder(1, 5).name("a").build())
                    .setInputType(InputType.feedForward(3))
                    .build())
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("QK-norm attention 'a' reads sequences in the format NCW, not");
  }

  private static NeuralNetConfiguration.Builder base(DataType type) {
    return new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(new Adam(0.01));
  }

  private static InputType type() {
    return InputType.recurrent(2, LENGTH, RNNFormat.NCW);
  }

  private static Layer recurrent() {
    return new LSTM.Builder().nOut(INPUTS).build();
  }

  private static Layer attention() {
    return new QkNormAttention.Builder(HEADS, OUTPUTS).headSize(SIZE).epsilon(EPSILON).build();
  }

  private static Layer output() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerConfiguration layers(NeuralNetConfiguration.Builder base) {
    return base.list()
        .layer(recurrent())
        .layer(attention())
        .layer(output())
        .setInputType(type())
        .build();
  }

  private static ComputationGraphConfiguration graph(DataType type) {
    return base(type)
        .graphBuilder()
        .addInputs("in")
        .addLayer("recurrent", recurrent(), "in")
        .addLayer("attention", attention(), "recurrent")
        .addLayer("out", output(), "attention")
        .setOutputs("out")
        .setInputTypes(type())
        .build();
  }

  /** γ = 1 hides mistakes, so all parameters are moved. */
  private static MultiLayerNetwork network(DataType type) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers(base(type)));
    network.init();
    Nd4j.getRandom().setSeed(13);
    network.params().addi(Nd4j.randn(type, network.params().shape()).muli(0.5));
    return network;
  }

  private static int knownPositions(int example) {
    return LENGTH - example;
  }

  private static DataSet batch(DataType type) {
    Nd4j.getRandom().setSeed(11);
    INDArray labels = Nd4j.zeros(type, EXAMPLES, 3, LENGTH);
    INDArray mask = Nd4j.zeros(type, EXAMPLES, LENGTH);
    for (int n = 0; n < EXAMPLES; n++) {
      for (int t = 0; t < LENGTH; t++) {
        labels.putScalar(n, (n + t) % 3, t, 1);
        mask.putScalar(n, t, t < knownPositions(n) ? 1 : 0);
      }
    }
    return new DataSet(Nd4j.randn(type, EXAMPLES, 2, LENGTH), labels, mask, mask.dup());
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    return network.getFlattenedGradients().dup();
  }

  private static double distance(INDArray actual, INDArray expected) {
    return actual.sub(expected).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }
}
