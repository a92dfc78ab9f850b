package org.texp4j.dl4j.internal.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.backend.onednn.RandomNetwork.Sample;
import org.texp4j.dl4j.internal.network.Deeplearning4jNetwork;
import org.texp4j.dl4j.train.Backend;

/**
 * What oneDNN computes is what Deeplearning4j computes, and nothing else about a network changes.
 */
final class OneDnnNetworkTest {

  private static final int NETWORKS = 20;

  /**
   * The relative rounding error of the gradient of a deep network in float: a few hundred roundings
   * of 2^-24 each, amplified by normalizations of small batches.
   */
  private static final double ROUNDING = 1e-5;

  @BeforeAll
  static void start() {
    Backend.start();
  }

  @Test
  void gradientsAreAsNearToTheTruthAsDeeplearning4jsOwn() {
    double logRatio = 0;
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Sample sample = RandomNetwork.of(seed, false);
      Distances distances = distances(sample);
      logRatio += Math.log(distances.ours() / distances.stocks());
      // Two roundings of the same number; a rectifier that opens in one of them alone counts too.
      assertThat(distances.ours())
          .as("network %d: %s", seed, distances)
          .isLessThan(Math.max(ROUNDING, 4 * distances.stocks()));
    }
    // Of 115 networks the mean was 1.05 and the deviation of one a factor of e^0.9: that of a mean
    // of 20 is e^0.2, and twice that is no sign of worse arithmetic.
    assertThat(Math.exp(logRatio / NETWORKS)).isLessThan(1.5);
  }

  @Test
  void gradientsOfSmoothNetworksAgreeToRounding() {
    double logRatio = 0;
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Distances distances = distances(RandomNetwork.of(seed, true));
      logRatio += Math.log(distances.ours() / distances.stocks());
      assertThat(distances.ours())
          .as("network %d: %s", seed, distances)
          .isLessThan(Math.max(ROUNDING, 8 * distances.stocks()));
    }
    // Without rectifiers networks differ less, by a factor of 1.3: the mean of 20 by 1.06.
    assertThat(Math.exp(logRatio / NETWORKS)).isLessThan(1.2);
  }

  private record Distances(double ours, double stocks) {}

  private static Distances distances(Sample sample) {
    ComputationGraph exact = sample.network().convertDataType(DataType.DOUBLE);
    INDArray expected = gradient(exact, sample.batch());
    INDArray stock = gradient(sample.network().clone(), sample.batch());
    OneDnnNetwork fast = fast(sample);
    double loss = gradient(fast, sample.features(), sample.labels());
    assertThat(fast.summary())
        .isEqualTo(
            sample.fallbacks().isEmpty()
                ? "oneDNN"
                : "oneDNN, except these by Deeplearning4j: "
                    + String.join(", ", sample.fallbacks()));
    assertThat(Math.abs(loss - exact.score())).isLessThan(ROUNDING * exact.score());
    return new Distances(
        distance(sample.network().getGradientsViewArray(), expected), distance(stock, expected));
  }

  @Test
  void outputsAgreeInTrainingAndInEvaluation() {
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Sample sample = RandomNetwork.of(seed, false);
      ComputationGraph exact = sample.network().convertDataType(DataType.DOUBLE);
      INDArray features = sample.features().castTo(DataType.DOUBLE);
      OneDnnNetwork fast = fast(sample);
      for (boolean training : new boolean[] {true, false}) {
        INDArray expected = exact.outputSingle(training, features);
        assertThat(distance(fast.output(sample.features(), training), expected))
            .as("network %d, training %s", seed, training)
            .isLessThan(10 * ROUNDING); // Without a sum over the batch, roundings cancel less.
      }
    }
  }

  @Test
  void theSameBatchGivesTheSameBits() {
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Sample sample = RandomNetwork.of(seed, false);
      OneDnnNetwork fast = fast(sample);
      gradient(fast, sample.features(), sample.labels());
      INDArray first = sample.network().getGradientsViewArray().dup();
      DataSet part = (DataSet) sample.batch().getRange(0, 3);
      gradient(fast, part.getFeatures(), part.getLabels());
      fast.output(sample.features(), false);
      assertThat(sample.network().getGradientsViewArray()).isNotEqualTo(first);
      gradient(fast, sample.features(), sample.labels());
      assertThat(sample.network().getGradientsViewArray()).isEqualTo(first);

      Sample again = RandomNetwork.of(seed, false);
      gradient(fast(again), again.features(), again.labels());
      assertThat(again.network().getGradientsViewArray()).isEqualTo(first);
    }
  }

  static List<Layer> normalizations() {
    List<Layer> all = new ArrayList<>(exampleNormalizations());
    all.add(new BatchNormalization.Builder().eps(RandomNetwork.EPSILON).build());
    return all;
  }

  static List<Layer> exampleNormalizations() {
    return RandomNetwork.exampleNormalizations();
  }

  @ParameterizedTest
  @MethodSource("normalizations")
  void epsilonAndParametersCountAtEveryComputation(Layer normalization) {
    Sample sample = RandomNetwork.normalized(7, normalization);
    OneDnnNetwork fast = fast(sample);
    gradient(fast, sample.features(), sample.labels());
    for (double epsilon : new double[] {0.5, 1e-3, 2}) {
      sample.setEpsilon(epsilon);
      sample.network().params().muli(1.5);
      gradient(fast, sample.features(), sample.labels());
      INDArray carried = sample.network().getGradientsViewArray().dup();
      INDArray evaluated = fast.output(sample.features(), false);
      try (OneDnnNetwork fresh = fast(sample)) {
        gradient(fresh, sample.features(), sample.labels());
        assertThat(sample.network().getGradientsViewArray()).isEqualTo(carried);
        assertThat(fresh.output(sample.features(), false)).isEqualTo(evaluated);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("normalizations")
  void powersOfTwoCarryThroughNormalizationWithoutRounding(Layer normalization) {
    Sample sample = RandomNetwork.normalized(3, normalization);
    OneDnnNetwork fast = fast(sample);
    gradient(fast, sample.features(), sample.labels());
    INDArray before = sample.network().getParam("convolution_W").dup();
    INDArray gradient = fast.gradient().getGradientFor("convolution_W").dup();
    INDArray output = fast.output(sample.features(), true);

    float scale = 0x1p10f;
    sample.network().setParam("convolution_W", before.mul(scale));
    sample.setEpsilon(RandomNetwork.EPSILON * scale * scale);
    gradient(fast, sample.features(), sample.labels());
    assertThat(fast.output(sample.features(), true)).isEqualTo(output);
    assertThat(fast.gradient().getGradientFor("convolution_W").mul(scale)).isEqualTo(gradient);
    assertThat(fast.summary()).isEqualTo("oneDNN");

    sample.setEpsilon(RandomNetwork.EPSILON);
    assertThat(fast.output(sample.features(), true)).isNotEqualTo(output);
  }

  @ParameterizedTest
  @MethodSource("exampleNormalizations")
  void aDeadGroupIsFiniteWithoutEpsilon(Layer normalization) {
    Sample sample = RandomNetwork.normalized(3, normalization);
    OneDnnNetwork fast = fast(sample);
    gradient(fast, sample.features(), sample.labels());
    sample.network().getParam("convolution_W").assign(0);
    sample.setEpsilon(0);

    gradient(fast, sample.features(), sample.labels());

    assertThat(Double.isFinite(sample.network().getGradientsViewArray().sumNumber().doubleValue()))
        .isTrue();
    assertThat(fast.gradient().getGradientFor("normalization_gamma").amaxNumber().doubleValue())
        .isZero();
  }

  /** Deeplearning4j's arrays lie elsewhere at each step; and its loss layers drop nothing. */
  @Test
  void aLossIsReadWhereDeeplearning4jComputedItLast() {
    Layer loss =
        new LossLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .dropOut(0.5)
            .build();
    ComputationGraph network =
        network(DataType.FLOAT, dense(), new ActivationLayer(Activation.SOFTSIGN), loss)
            .toComputationGraph();
    ComputationGraph exact = network.convertDataType(DataType.DOUBLE);
    OneDnnNetwork fast = engine(network).orElseThrow();
    for (int i = 0; i < 5; i++) {
      INDArray features = Nd4j.randn(DataType.FLOAT, 6, 4);
      INDArrayIndex rows = NDArrayIndex.indices(i % 3, 0, 1, 2, 0, 1);
      INDArray labels = Nd4j.eye(3).castTo(DataType.FLOAT).get(rows);
      DataSet batch = new DataSet(features, labels);
      gradient(fast, features, labels);
      assertThat(fast.summary()).contains("these by Deeplearning4j: layer 1 (ActivationLayer)");
      assertThat(distance(network.getGradientsViewArray(), gradient(exact, batch)))
          .isLessThan(ROUNDING);
    }
  }

  @Test
  void nativeMemoryOutlivesItsUseAndNoLonger() {
    Sample sample = RandomNetwork.of(5, false);
    OneDnnNetwork fast = fast(sample);
    gradient(fast, sample.features(), sample.labels());
    INDArray expected = sample.network().getGradientsViewArray().dup();
    for (int i = 0; i < 30; i++) {
      List<byte[]> garbage = new ArrayList<>();
      for (int j = 0; j < 64; j++) {
        garbage.add(new byte[1 << 16]);
      }
      System.gc();
      gradient(fast, sample.features(), sample.labels());
      assertThat(sample.network().getGradientsViewArray()).isEqualTo(expected);
      assertThat(garbage).hasSize(64);
    }
    fast.close();
    gradient(fast, sample.features(), sample.labels());
    assertThat(sample.network().getGradientsViewArray()).isEqualTo(expected);
  }

  @Test
  void networksThatCannotBeTakenOverAreLeftAlone() {
    Layer output = output();
    assertThat(engine(network(DataType.DOUBLE, dense(), output))).isEmpty();
    assertThat(engine(network(DataType.FLOAT, new FrozenLayer(dense()), output))).isEmpty();
    assertThat(engine(recurrent())).isEmpty();
    assertThat(engine(network(DataType.FLOAT, dense(), output))).isPresent();
  }

  private static MultiLayerNetwork recurrent() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new LSTM.Builder().nIn(3).nOut(4).build())
            .layer(new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build())
            .setInputType(InputType.recurrent(3))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static Layer dense() {
    return new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build();
  }

  private static Layer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(3)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network(DataType type, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().dataType(type).updater(new Sgd(0.1)).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static OneDnnNetwork fast(Sample sample) {
    return engine(sample.network()).orElseThrow();
  }

  private static Optional<OneDnnNetwork> engine(Model network) {
    return OneDnnNetwork.createIfSupported(Deeplearning4jNetwork.of(network));
  }

  private static double gradient(OneDnnNetwork engine, INDArray features, INDArray labels) {
    return engine.computeGradient(Batch.of(new DataSet(features, labels)));
  }

  private static INDArray gradient(ComputationGraph network, DataSet batch) {
    DataType type = network.params().dataType();
    network.setInputs(batch.getFeatures().castTo(type));
    network.setLabels(batch.getLabels().castTo(type));
    network.computeGradientAndScore();
    return network.getGradientsViewArray().dup();
  }

  private static double distance(INDArray actual, INDArray expected) {
    INDArray difference = actual.castTo(DataType.DOUBLE).reshape(expected.shape()).sub(expected);
    return difference.norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }
}
