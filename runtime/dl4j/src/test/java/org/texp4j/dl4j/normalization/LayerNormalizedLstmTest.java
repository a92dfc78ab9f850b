package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
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
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.train.Backend;

class LayerNormalizedLstmTest {

  private static final int EXAMPLES = 4;
  private static final int INPUTS = 3;
  private static final int WIDTH = 5;
  private static final int LENGTH = 6;
  private static final double EPSILON = 1e-2; // matters beside variances near 1

  /** Rounding of some hundred operations on numbers near 1. */
  private static final double ROUNDING = 1e-12;

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  private static LayerNormalizedLstm lstm() {
    return new LayerNormalizedLstm.Builder(WIDTH).epsilon(EPSILON).build();
  }

  private static NeuralNetConfiguration.Builder base(DataType type) {
    return new NeuralNetConfiguration.Builder().seed(3).dataType(type).updater(new Sgd(0.1));
  }

  private static MultiLayerConfiguration layers(NeuralNetConfiguration.Builder base, Layer... all) {
    NeuralNetConfiguration.ListBuilder list = base.list();
    for (Layer layer : all) {
      list.layer(layer);
    }
    return list.layer(
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.recurrent(INPUTS, LENGTH))
        .build();
  }

  /** γ = 1 and b = 0 hide mistakes, so all parameters are moved. */
  private static MultiLayerNetwork network(DataType type, Layer... layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers(base(type), layers));
    network.init();
    Nd4j.getRandom().setSeed(13);
    network.params().addi(Nd4j.randn(type, network.params().shape()).muli(0.5));
    return network;
  }

  /** Sequences of different lengths; the second begins late. */
  private static DataSet batch(DataType type) {
    Nd4j.getRandom().setSeed(11);
    INDArray labels = Nd4j.zeros(type, EXAMPLES, 3, LENGTH);
    INDArray mask = Nd4j.zeros(type, EXAMPLES, LENGTH);
    for (int n = 0; n < EXAMPLES; n++) {
      for (int t = 0; t < LENGTH; t++) {
        labels.putScalar(n, (n + t) % 3, t, 1);
        mask.putScalar(n, t, n == 1 ? (t < 2 ? 0 : 1) : (t < LENGTH - n ? 1 : 0));
      }
    }
    return new DataSet(Nd4j.randn(type, EXAMPLES, INPUTS, LENGTH), labels, mask, mask.dup());
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    return network.getFlattenedGradients().dup();
  }

  private static INDArray output(MultiLayerNetwork network, DataSet batch) {
    return network.output(
        batch.getFeatures(), false, batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
  }

  private static double distance(INDArray here, INDArray there) {
    return here.distance2(there) / there.norm2Number().doubleValue();
  }

  @Test
  void itComputesAsItsDefinitionSays() {
    MultiLayerNetwork network = network(DataType.DOUBLE, lstm());
    DataSet batch = batch(DataType.DOUBLE);
    INDArray y =
        network
            .feedForward(
                batch.getFeatures(), batch.getFeaturesMaskArray(), batch.getLabelsMaskArray())
            .get(1);
    assertThat(y.shape()).containsExactly(EXAMPLES, WIDTH, LENGTH);
    for (int n = 0; n < EXAMPLES; n++) {
      double[] h = new double[WIDTH];
      double[] c = new double[WIDTH];
      for (int t = 0; t < LENGTH; t++) {
        double[] ofInput =
            normalized(network, "W", "gammaW", column(batch.getFeatures(), n, t, INPUTS));
        double[] ofState = normalized(network, "RW", "gammaRW", h);
        boolean known = batch.getFeaturesMaskArray().getDouble(n, t) == 1;
        for (int k = 0; k < WIDTH; k++) {
          double[] z = new double[4];
          for (int gate = 0; gate < 4; gate++) {
            int index = gate * WIDTH + k;
            z[gate] = ofInput[index] + ofState[index] + network.getParam("0_b").getDouble(0, index);
          }
          c[k] = known ? sigmoid(z[1]) * c[k] + sigmoid(z[0]) * Math.tanh(z[3]) : 0;
          h[k] = known ? sigmoid(z[2]) * Math.tanh(c[k]) : 0;
          assertThat(y.getDouble(n, k, t)).isCloseTo(h[k], within(ROUNDING));
        }
      }
    }
  }

  private static double[] column(INDArray sequences, int n, int t, int size) {
    double[] column = new double[size];
    for (int i = 0; i < size; i++) {
      column[i] = sequences.getDouble(n, i, t);
    }
    return column;
  }

  private static double[] normalized(
      MultiLayerNetwork network, String weights, String gamma, double[] input) {
    double[] result = new double[4 * WIDTH];
    double mean = 0;
    for (int k = 0; k < result.length; k++) {
      for (int i = 0; i < input.length; i++) {
        result[k] += network.getParam("0_" + weights).getDouble(i, k) * input[i];
      }
      mean += result[k] / result.length;
    }
    double variance = 0;
    for (double value : result) {
      variance += (value - mean) * (value - mean) / result.length;
    }
    for (int k = 0; k < result.length; k++) {
      result[k] =
          network.getParam("0_" + gamma).getDouble(0, k)
              * (result[k] - mean)
              / Math.sqrt(variance + EPSILON);
    }
    return result;
  }

  private static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }

  @Test
  void gradientsAreDifferencesOfTheLoss() {
    DataSet batch = batch(DataType.DOUBLE);
    for (MultiLayerNetwork network :
        List.of(
            network(DataType.DOUBLE, lstm(), lstm()),
            network(DataType.DOUBLE, new Bidirectional(lstm())))) {
      FiniteDifferences.assertIsGradient(
          gradient(network, batch).div(EXAMPLES),
          network.params(),
          () -> network.score(batch, true));
    }
  }

  /** Also from a state that was carried, where Deeplearning4j's own begin at 0. */
  @Test
  void gradientsOfALaterSegmentAreDifferencesOfItsLoss() {
    MultiLayerConfiguration configuration = layers(base(DataType.DOUBLE), lstm());
    configuration.setBackpropType(BackpropType.TruncatedBPTT);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    DataSet batch = batch(DataType.DOUBLE);
    RecurrentNormalizationLayer layer = (RecurrentNormalizationLayer) network.getLayer(0);
    gradient(network, batch);
    var carried = layer.rnnGetTBPTTState();
    assertThat(carried).containsOnlyKeys("h", "c");

    INDArray gradient = from(layer, carried, network, batch);

    FiniteDifferences.assertIsGradient(
        gradient.div(EXAMPLES),
        network.params(),
        () -> {
          from(layer, carried, network, batch);
          return network.score();
        });
    assertThat(distance(from(layer, Map.of(), network, batch), gradient)).isGreaterThan(1e-3);
  }

  private static INDArray from(
      RecurrentNormalizationLayer layer,
      Map<String, INDArray> state,
      MultiLayerNetwork network,
      DataSet batch) {
    layer.rnnSetTBPTTState(state);
    return gradient(network, batch);
  }

  @Test
  void inputAndRecurrentWeightsAreScaleInvariantEachByItself() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork network = network(DataType.DOUBLE, lstm());
    ((AdjustableEpsilon) network.getLayer(0)).epsilon(0);
    INDArray output = output(network, batch);

    network.getParam("0_W").muli(7.3);
    assertThat(distance(output(network, batch), output)).isLessThan(ROUNDING);
    network.getParam("0_RW").muli(0.02);
    assertThat(distance(output(network, batch), output)).isLessThan(ROUNDING);
    network.getParam("0_gammaRW").muli(0.02);
    assertThat(distance(output(network, batch), output)).isGreaterThan(1e-3);
  }

  @Test
  void epsilonCarriedIsTheSameFunction() {
    DataSet batch = batch(DataType.FLOAT);
    MultiLayerNetwork network = network(DataType.FLOAT, lstm());
    AdjustableEpsilon layer = (AdjustableEpsilon) network.getLayer(0);
    assertThat(layer.epsilon()).isEqualTo(EPSILON);
    INDArray output = output(network, batch);

    network.getParam("0_W").muli(1024);
    network.getParam("0_RW").muli(1024);
    INDArray naive = output(network, batch);
    layer.epsilon(Math.scalb(EPSILON, 20));

    assertThat(output(network, batch)).isEqualTo(output);
    assertThat(distance(naive, output)).isGreaterThan(1e-4);
  }

  @Test
  void whatIsMaskedHasNoEffect() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork network = network(DataType.DOUBLE, lstm());
    INDArray gradient = gradient(network, batch);

    INDArray unmasked = batch.getFeaturesMaskArray().rsub(1).reshape(EXAMPLES, 1, LENGTH);
    batch.setFeatures(batch.getFeatures().add(unmasked.broadcast(EXAMPLES, INPUTS, LENGTH)));

    assertThat(gradient(network, batch)).isEqualTo(gradient);
  }

  @Test
  void aSequenceInPiecesIsComputedAsOne() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork network = network(DataType.DOUBLE, lstm());
    INDArray whole = network.output(batch.getFeatures());

    network.rnnTimeStep(
        batch
            .getFeatures()
            .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 4))
            .dup());
    INDArray last =
        network.rnnTimeStep(
            batch
                .getFeatures()
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(4, 6))
                .dup());

    assertThat(
            distance(
                last,
                whole
                    .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(4, 6))
                    .dup()))
        .isLessThan(ROUNDING);
  }

  /** ND4J broadcasts one example to several, and writes several beyond the end of one. */
  @Test
  void aStateOfOtherSequencesIsRefused() {
    for (int[] examples : List.of(new int[] {1, 7}, new int[] {7, 1}, new int[] {2, 3})) {
      MultiLayerNetwork network = network(DataType.FLOAT, lstm());
      network.rnnTimeStep(Nd4j.rand(DataType.FLOAT, examples[0], INPUTS, 2));
      INDArray others = Nd4j.rand(DataType.FLOAT, examples[1], INPUTS, 3);

      assertThatThrownBy(() -> network.rnnTimeStep(others))
          .isInstanceOf(DL4JInvalidInputException.class)
          .hasMessageContaining(
              "cannot continue from a state of shape [%d, 5] with a batch of %d example"
                  .formatted(examples[0], examples[1]));

      network.rnnClearPreviousState();
      assertThat(network.rnnTimeStep(others).size(0)).isEqualTo(examples[1]);
    }
    MultiLayerNetwork network = network(DataType.FLOAT, lstm());
    RecurrentNormalizationLayer layer = (RecurrentNormalizationLayer) network.getLayer(0);
    layer.rnnSetPreviousState(
        Map.of("h", Nd4j.zeros(DataType.FLOAT, 2, WIDTH), "c", Nd4j.zeros(DataType.FLOAT, 2, 1)));
    assertThatThrownBy(() -> network.rnnTimeStep(Nd4j.rand(DataType.FLOAT, 2, INPUTS, 3)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("a state of shape [2, 1]");
  }

  @Test
  void itTrainsAndResumesInTheSameBits(@TempDir Path directory) throws IOException {
    DataSet batch = batch(DataType.FLOAT);
    MultiLayerNetwork network = network(DataType.FLOAT, lstm());
    MultiLayerNetwork outside =
        new MultiLayerNetwork(
            layers(
                base(DataType.FLOAT)
                    .trainingWorkspaceMode(WorkspaceMode.NONE)
                    .inferenceWorkspaceMode(WorkspaceMode.NONE),
                lstm()));
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
  void aConfigurationSurvivesJsonAndCopying() {
    MultiLayerConfiguration layers = layers(base(DataType.FLOAT), lstm());
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(layers.clone()).isEqualTo(layers);
    assertThat(layers.getMemoryReport(InputType.recurrent(INPUTS, LENGTH)).toJson())
        .contains("LayerNormalizedLstm");
    assertThat(lstm())
        .isEqualTo(lstm())
        .isNotEqualTo(new LayerNormalizedLstm.Builder(WIDTH).build())
        .isNotEqualTo(
            new LayerNormalizedLstm.Builder(WIDTH).epsilon(EPSILON).forgetGateBias(2).build());
  }

  @Test
  void initialParametersAreWeightsOnesAndTheBiasOfTheForgetGate() {
    MultiLayerNetwork network = new MultiLayerNetwork(layers(base(DataType.FLOAT), lstm()));
    network.init();

    assertThat(network.getParam("0_gammaW").minNumber().doubleValue()).isEqualTo(1);
    assertThat(network.getParam("0_W").maxNumber().doubleValue()).isPositive();
    double[] bias = network.getParam("0_b").dup().data().asDouble();
    for (int k = 0; k < bias.length; k++) {
      assertThat(bias[k]).isEqualTo(k / WIDTH == 1 ? 1 : 0);
    }
  }

  @Test
  void decayActsOnTheWeightsOnly() {
    MultiLayerNetwork network = new MultiLayerNetwork(layers(base(DataType.FLOAT).l2(0.1), lstm()));
    network.init();
    Layer layer = network.getLayer(0).conf().getLayer();
    assertThat(layer.getRegularizationByParam("W")).hasSize(1);
    assertThat(layer.getRegularizationByParam("RW")).hasSize(1);
    for (String other : List.of("gammaW", "gammaRW", "b")) {
      assertThat(layer.getRegularizationByParam(other)).isNullOrEmpty();
    }
  }

  @Test
  void whatItCannotDoIsRefused() {
    assertThatThrownBy(() -> new LayerNormalizedLstm.Builder(0))
        .hasMessage("nOut must be positive, not 0");
    assertThatThrownBy(
            () ->
                new NeuralNetConfiguration.Builder()
                    .list()
                    .layer(new LayerNormalizedLstm.Builder(5).name("a").build())
                    .setInputType(InputType.recurrent(3, LENGTH, RNNFormat.NWC))
                    .build())
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("layer-normalized LSTM 'a' reads sequences in the format NCW, not");
  }
}
