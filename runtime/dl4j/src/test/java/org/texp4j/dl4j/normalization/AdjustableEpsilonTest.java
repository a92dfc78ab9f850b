package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.train.Backend;

/** A convolution before a normalization: W → cW with ε → c²ε does not change the function. */
class AdjustableEpsilonTest {

  private static final double EPSILON = 1e-2; // matters beside variances near 1

  /** Rounding of some hundred operations on numbers near 1. */
  private static final double ROUNDING = 1e-12;

  private record Pass(INDArray output, INDArray gradient) {}

  static List<ExampleNormalization.Builder<?, ?>> kinds() {
    return List.of(
        new LayerNormalization.Builder(),
        new GroupNormalization.Builder(2),
        new InstanceNormalization.Builder(),
        new RmsNormalization.Builder());
  }

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void scalingWithEpsilonIsTheSameFunction(ExampleNormalization.Builder<?, ?> kind) {
    MultiLayerNetwork network = network(kind, DataType.DOUBLE);
    DataSet batch = batch(DataType.DOUBLE);
    Pass plain = pass(network, batch);
    double c = 37.3;

    network.getParam("0_W").muli(c);
    Pass naive = pass(network, batch);
    layer(network).epsilon(c * c * EPSILON);
    Pass scaled = pass(network, batch);

    assertThat(distance(scaled.output(), plain.output())).isLessThan(ROUNDING);
    assertThat(distance(scaled.gradient().mul(c), plain.gradient())).isLessThan(ROUNDING);
    assertThat(distance(naive.output(), plain.output())).isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void powersOfTwoPassThroughInTheSameBits(ExampleNormalization.Builder<?, ?> kind) {
    MultiLayerNetwork network = network(kind, DataType.FLOAT);
    DataSet batch = batch(DataType.FLOAT);
    Pass plain = pass(network, batch);

    network.getParam("0_W").muli(1024);
    layer(network).epsilon(Math.scalb(EPSILON, 20));
    Pass scaled = pass(network, batch);

    assertThat(scaled.output()).isEqualTo(plain.output());
    assertThat(scaled.gradient().mul(1024)).isEqualTo(plain.gradient());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-40})
  void aDeadGroupIsFiniteForAnyEpsilon(double epsilon) {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (ExampleNormalization.Builder<?, ?> kind : kinds()) {
        MultiLayerNetwork network = network(kind, type);
        network.getParam("0_W").assign(0);
        layer(network).epsilon(epsilon);

        Pass pass = pass(network, batch(type));

        assertThat(pass.output().isNaN().any() || pass.output().isInfinite().any()).isFalse();
        assertThat(pass.gradient().isNaN().any() || pass.gradient().isInfinite().any()).isFalse();
        assertThat(network.gradient().getGradientFor("1_gamma").amaxNumber().doubleValue())
            .isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theConfigurationKeepsTheDeclaredEpsilon(ExampleNormalization.Builder<?, ?> kind) {
    MultiLayerNetwork network = network(kind, DataType.DOUBLE);
    assertThat(layer(network).epsilon()).isEqualTo(EPSILON);

    layer(network).epsilon(3);

    assertThat(layer(network).epsilon()).isEqualTo(3);
    ExampleNormalization declared =
        (ExampleNormalization) network.getLayerWiseConfigurations().getConf(1).getLayer();
    assertThat(declared.getEpsilon()).isEqualTo(EPSILON);
    assertThat(layer(network.clone()).epsilon()).isEqualTo(EPSILON);
    assertThatThrownBy(() -> layer(network).epsilon(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epsilon must be finite and not negative, not NaN");
    assertThatThrownBy(() -> layer(network).epsilon(-1e-5)).hasMessageContaining("-1.0E-5");
  }

  private static AdjustableEpsilon layer(MultiLayerNetwork network) {
    return (AdjustableEpsilon) network.getLayer(1);
  }

  private static MultiLayerNetwork network(ExampleNormalization.Builder<?, ?> kind, DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(kind.epsilon(EPSILON).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(7, 5, 2))
                .build());
    network.init();
    return network;
  }

  private static DataSet batch(DataType type) {
    Nd4j.getRandom().setSeed(11);
    INDArray labels = Nd4j.zeros(type, 4, 3);
    for (int i = 0; i < 4; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return new DataSet(Nd4j.randn(type, 4, 2, 7, 5), labels);
  }

  /** The network's output, and the gradient for the convolution's weights. */
  private static Pass pass(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    INDArray gradient = network.gradient().getGradientFor("0_W").dup();
    return new Pass(network.output(batch.getFeatures()), gradient);
  }

  private static double distance(INDArray actual, INDArray expected) {
    return actual.sub(expected).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }
}
