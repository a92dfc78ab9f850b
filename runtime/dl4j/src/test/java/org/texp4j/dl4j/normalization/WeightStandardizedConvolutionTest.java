package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.Backend;

class WeightStandardizedConvolutionTest {

  private static final int EXAMPLES = 4;
  private static final double EPSILON = 1e-3; // beside variances of kernels near 0.1

  /** Rounding of some hundred operations on numbers near 1. */
  private static final double ROUNDING = 1e-12;

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  @Test
  void itConvolvesWithTheReferencesKernels() {
    MultiLayerNetwork network = network(standardized(), standardized(), DataType.DOUBLE);
    MultiLayerNetwork plain = network(plain(), plain(), DataType.DOUBLE);
    plain.setParams(network.params().dup());
    for (String layer : List.of("0_W", "1_W")) {
      INDArray kernels = network.getParam(layer);
      plain.getParam(layer).assign(reference(kernels));
    }
    INDArray images = batch(DataType.DOUBLE).getFeatures();

    INDArray expected = plain.output(images);

    assertThat(distance(network.output(images), expected)).isLessThan(ROUNDING);
    assertThat(network.output(images, true)).isEqualTo(network.output(images));
  }

  /** The kernels of one convolution, standardized in loops over arrays. */
  private static INDArray reference(INDArray kernels) {
    int outputs = (int) kernels.size(0);
    int inputs = (int) kernels.size(1);
    int pixels = (int) (kernels.size(2) * kernels.size(3));
    double[] ones = new double[inputs];
    Arrays.fill(ones, 1);
    double[] flat = kernels.dup('c').data().asDouble();
    double[][][] values = new double[outputs][inputs][pixels];
    for (int i = 0; i < flat.length; i++) {
      values[i / (inputs * pixels)][i / pixels % inputs][i % pixels] = flat[i];
    }
    double[][][] standardized =
        new Reference(1, true, EPSILON, ones, new double[inputs]).forward(values);
    return Nd4j.createFromArray(
            Stream.of(standardized).flatMap(Stream::of).flatMapToDouble(Arrays::stream).toArray())
        .reshape(kernels.shape());
  }

  @Test
  void gradientsAreDifferencesOfTheLoss() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork layers = network(standardized(), standardized(), DataType.DOUBLE);
    INDArray ofLayers = gradient(layers, batch);
    FiniteDifferences.assertIsGradient(
        ofLayers.div(EXAMPLES), layers.params(), () -> layers.score(batch, true));

    ComputationGraph graph = new ComputationGraph(graph(DataType.DOUBLE));
    graph.init();
    graph.params().assign(layers.params());
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.computeGradientAndScore();
    assertThat(graph.getFlattenedGradients()).isEqualTo(ofLayers);
  }

  @Test
  void everyKernelIsScaleInvariantByItself() {
    DataSet batch = batch(DataType.DOUBLE);
    MultiLayerNetwork network = network(standardized(), standardized(), DataType.DOUBLE);
    ((AdjustableEpsilon) network.getLayer(0)).epsilon(0);
    INDArray output = network.output(batch.getFeatures());
    INDArray gradient = gradientOfKernels(network, batch);
    INDArray factors = Nd4j.createFromArray(1.0, 0.03, 20, 7.7, 0.5).reshape(5, 1, 1, 1);

    network.getParam("0_W").muli(factors);

    assertThat(distance(network.output(batch.getFeatures()), output)).isLessThan(ROUNDING);
    assertThat(distance(gradientOfKernels(network, batch).mul(factors), gradient))
        .isLessThan(ROUNDING);
  }

  @Test
  void epsilonCarriedIsTheSameFunction() {
    DataSet batch = batch(DataType.FLOAT);
    MultiLayerNetwork network = network(standardized(), standardized(), DataType.FLOAT);
    AdjustableEpsilon layer = (AdjustableEpsilon) network.getLayer(0);
    assertThat(layer.epsilon()).isEqualTo(EPSILON);
    INDArray output = network.output(batch.getFeatures());
    INDArray gradient = gradientOfKernels(network, batch);

    network.getParam("0_W").muli(1024);
    INDArray naive = network.output(batch.getFeatures());
    layer.epsilon(Math.scalb(EPSILON, 20));

    assertThat(network.output(batch.getFeatures())).isEqualTo(output);
    assertThat(gradientOfKernels(network, batch).mul(1024)).isEqualTo(gradient);
    assertThat(distance(naive, output)).isGreaterThan(1e-4);
    WeightStandardizedConvolution declared =
        (WeightStandardizedConvolution) network.getLayerWiseConfigurations().getConf(0).getLayer();
    assertThat(declared.getEpsilon()).isEqualTo(EPSILON);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-40})
  void aDeadKernelIsFiniteForAnyEpsilon(double epsilon) {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      MultiLayerNetwork network = network(standardized(), standardized(), type);
      network.getParam("0_W").assign(0);
      ((AdjustableEpsilon) network.getLayer(0)).epsilon(epsilon);
      INDArray gradient = gradient(network, batch(type));
      assertThat(gradient.isNaN().any() || gradient.isInfinite().any()).isFalse();
    }
  }

  @Test
  void itRunsThroughTheFastHelpersAsWithout() {
    // 28×28 images take the library's own backward convolution where there is oneDNN.
    DataSet batch =
        new DataSet(Nd4j.randn(DataType.FLOAT, EXAMPLES, 2, 28, 28), labels(DataType.FLOAT));
    MultiLayerConfiguration configuration =
        configuration(
            standardized(), standardized(), DataType.FLOAT, InputType.convolutional(28, 28, 2));
    NetworkModel fast = NetworkDescription.of(configuration).build();
    NetworkModel exact = fast.convertedTo(DataType.DOUBLE);
    fast.computeGradient(Batch.of(batch));
    exact.computeGradient(
        Batch.of(
            new DataSet(
                batch.getFeatures().castTo(DataType.DOUBLE),
                batch.getLabels().castTo(DataType.DOUBLE))));
    INDArray expected = exact.gradientOf("0_W").castTo(DataType.FLOAT);
    // Sums of 4·784 products in float, with units in the last place of 6e-8.
    assertThat(distance(fast.gradientOf("0_W"), expected)).isLessThan(1e-4);
  }

  @Test
  void aConfigurationSurvivesJsonYamlAndCopying() {
    MultiLayerConfiguration layers = layers(DataType.FLOAT);
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
    assertThat(layers.clone()).isEqualTo(layers);
    ComputationGraphConfiguration graph = graph(DataType.FLOAT);
    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    assertThat(standardized().build())
        .isNotEqualTo(standardized().epsilon(1e-9).build())
        .isNotEqualTo(plain().build());
    assertThat(plain().build()).isNotEqualTo(standardized().build());
  }

  @Test
  void aSavedNetworkResumesInTheSameBits(@TempDir Path directory) throws IOException {
    DataSet batch = batch(DataType.FLOAT);
    MultiLayerNetwork network = network(standardized(), standardized(), DataType.FLOAT);
    double before = network.score(batch);
    for (int i = 0; i < 5; i++) {
      network.fit(batch);
    }
    assertThat(network.score(batch)).isLessThan(before);
    File file = directory.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);
    network.fit(batch);
    restored.fit(batch);
    assertThat(restored.params()).isEqualTo(network.params());
  }

  @Test
  void whatItCannotDoIsRefused() {
    assertThatThrownBy(
            () ->
                network(
                    standardized().name("first").weightNoise(new DropConnect(0.5)),
                    standardized(),
                    DataType.FLOAT))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessage(
            "weight-standardized convolution 'first' cannot add weight noise to standardized"
                + " kernels: remove .weightNoise(…)");
    assertThatThrownBy(() -> standardized().epsilon(-1))
        .hasMessage("epsilon must be finite and not negative, not -1.0");
  }

  private static WeightStandardizedConvolution.Builder standardized() {
    return new WeightStandardizedConvolution.Builder(3, 3).epsilon(EPSILON);
  }

  private static ConvolutionLayer.Builder plain() {
    return new ConvolutionLayer.Builder(3, 3);
  }

  /**
   * Two convolutions, the second of single pixels, whose kernels are as long as there are inputs.
   */
  private static MultiLayerConfiguration configuration(
      ConvolutionLayer.BaseConvBuilder<?> first,
      ConvolutionLayer.BaseConvBuilder<?> second,
      DataType type,
      InputType input) {
    first.nOut(5).convolutionMode(ConvolutionMode.Same).activation(Activation.TANH);
    second.setKernelSize(new int[] {1, 1});
    second.nOut(3).activation(Activation.TANH);
    Layer firstLayer = first.build();
    Layer secondLayer = second.build();
    return base(type)
        .list()
        .layer(firstLayer)
        .layer(secondLayer)
        .layer(output())
        .setInputType(input)
        .build();
  }

  private static MultiLayerConfiguration layers(DataType type) {
    return configuration(standardized(), standardized(), type, InputType.convolutional(7, 5, 2));
  }

  private static ComputationGraphConfiguration graph(DataType type) {
    MultiLayerConfiguration layers = layers(type);
    return base(type)
        .graphBuilder()
        .addInputs("in")
        .addLayer("first", layers.getConf(0).getLayer().clone(), "in")
        .addLayer("second", layers.getConf(1).getLayer().clone(), "first")
        .addLayer("out", output(), "second")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(7, 5, 2))
        .build();
  }

  private static NeuralNetConfiguration.Builder base(DataType type) {
    return new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(new Adam(0.01));
  }

  private static Layer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network(
      ConvolutionLayer.BaseConvBuilder<?> first,
      ConvolutionLayer.BaseConvBuilder<?> second,
      DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(configuration(first, second, type, InputType.convolutional(7, 5, 2)));
    network.init();
    return network;
  }

  private static DataSet batch(DataType type) {
    Nd4j.getRandom().setSeed(11);
    return new DataSet(Nd4j.randn(type, EXAMPLES, 2, 7, 5), labels(type));
  }

  private static INDArray labels(DataType type) {
    INDArray labels = Nd4j.zeros(type, EXAMPLES, 3);
    for (int i = 0; i < EXAMPLES; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return labels;
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    return network.getFlattenedGradients().dup();
  }

  private static INDArray gradientOfKernels(MultiLayerNetwork network, DataSet batch) {
    gradient(network, batch);
    return network.gradient().getGradientFor("0_W").dup();
  }

  private static double distance(INDArray actual, INDArray expected) {
    return actual.sub(expected).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }
}
