package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.train.Backend;

class NormalizationLayerTest {

  private static final double EPSILON = 0.3; // large enough for its place in the formula to show

  /** Arrays of more rounding than the last bits: sums of some hundred numbers near 1. */
  private static final double ROUNDING = 1e-12;

  /** A few units in float's last place, 6e-8, over such sums. */
  private static final double FLOAT_ROUNDING = 5e-6;

  /** The layout of a test's array [example][channel][position] in an ND4J array. */
  private enum Format {
    IMAGES,
    VECTORS,
    SEQUENCES,
    CHANNELS_LAST;

    InputType type(int channels, int positions) {
      return switch (this) {
        case IMAGES ->
            InputType.convolutional(height(positions), positions / height(positions), channels);
        case VECTORS -> InputType.feedForward(channels);
        case SEQUENCES -> InputType.recurrent(channels, positions, RNNFormat.NCW);
        case CHANNELS_LAST -> InputType.recurrent(channels, positions, RNNFormat.NWC);
      };
    }

    /** One array for the reference: positions of a sequence are examples. */
    double[][][] examples(int seed, int examples, int channels, int positions) {
      return this == IMAGES
          ? Reference.random(seed, examples, channels, positions)
          : Reference.random(seed, examples * positions, channels, 1);
    }

    INDArray toArray(double[][][] z, int examples, int positions, DataType type) {
      int channels = z[0].length;
      double[] flat = Stream.of(z).flatMap(Stream::of).flatMapToDouble(Arrays::stream).toArray();
      INDArray array = Nd4j.createFromArray(flat).castTo(type);
      return switch (this) {
        case IMAGES ->
            array.reshape(examples, channels, height(positions), positions / height(positions));
        case VECTORS -> array.reshape(examples, channels);
        case SEQUENCES -> array.reshape(examples, positions, channels).permute(0, 2, 1).dup('f');
        case CHANNELS_LAST -> array.reshape(examples, positions, channels);
      };
    }

    private static int height(int positions) {
      return positions % 5 == 0 ? 5 : 1;
    }
  }

  private record Case(
      String name,
      Function<Boolean, ExampleNormalization> layer,
      int groups,
      boolean centring,
      Format format,
      int examples,
      int channels,
      int positions) {

    @Override
    public String toString() {
      return name + " of " + format;
    }
  }

  static List<Case> cases() {
    Function<Boolean, ExampleNormalization> layer =
        affine -> new LayerNormalization.Builder().epsilon(EPSILON).affine(affine).build();
    Function<Boolean, ExampleNormalization> group =
        affine -> new GroupNormalization.Builder(3).epsilon(EPSILON).affine(affine).build();
    Function<Boolean, ExampleNormalization> instance =
        affine -> new InstanceNormalization.Builder().epsilon(EPSILON).affine(affine).build();
    Function<Boolean, ExampleNormalization> rms =
        affine -> new RmsNormalization.Builder().epsilon(EPSILON).affine(affine).build();
    return List.of(
        new Case("layer", layer, 1, true, Format.IMAGES, 3, 5, 35),
        new Case("layer", layer, 1, true, Format.IMAGES, 1, 1, 2),
        new Case("layer", layer, 1, true, Format.VECTORS, 4, 7, 1),
        new Case("layer", layer, 1, true, Format.SEQUENCES, 2, 5, 3),
        new Case("layer", layer, 1, true, Format.CHANNELS_LAST, 2, 5, 3),
        new Case("group", group, 3, true, Format.IMAGES, 3, 9, 35),
        new Case("group", group, 3, true, Format.IMAGES, 2, 6, 1),
        new Case("group", group, 3, true, Format.VECTORS, 4, 6, 1),
        new Case("instance", instance, 5, true, Format.IMAGES, 3, 5, 35),
        new Case("RMS", rms, 1, false, Format.IMAGES, 3, 5, 35),
        new Case("RMS", rms, 1, false, Format.VECTORS, 4, 7, 1),
        new Case("RMS", rms, 1, false, Format.SEQUENCES, 2, 5, 3),
        new Case("RMS", rms, 1, false, Format.CHANNELS_LAST, 2, 5, 3));
  }

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothPassesAreTheReference(Case each) {
    compare(each, true, DataType.DOUBLE, ROUNDING);
    compare(each, false, DataType.DOUBLE, ROUNDING);
    compare(each, true, DataType.FLOAT, FLOAT_ROUNDING);
    compare(each, false, DataType.FLOAT, FLOAT_ROUNDING);
  }

  @Test
  void valuesFarFromZeroKeepTheirVariance() {
    MultiLayerNetwork network =
        network(new LayerNormalization(), InputType.feedForward(4), DataType.FLOAT);

    INDArray output = network.output(Nd4j.createFromArray(new float[][] {{1001, 999, 1001, 999}}));

    // Near 1000 a float has steps of 6e-5, beside which the ε of 1e-5 does not show.
    assertThat(output.sub(Nd4j.createFromArray(new float[][] {{1, -1, 1, -1}})).amaxNumber())
        .satisfies(largest -> assertThat(largest.doubleValue()).isLessThan(1e-4));
  }

  private static void compare(Case each, boolean affine, DataType type, double tolerance) {
    MultiLayerNetwork network =
        network(
            each.layer().apply(affine),
            each.format().type(each.channels(), each.positions()),
            type);
    var layer = network.getLayer(0);
    Random random = new Random(3);
    double[] gamma = random.doubles(each.channels(), -2, 2).toArray();
    double[] beta = random.doubles(each.channels(), -2, 2).toArray();
    if (affine) {
      layer.setParam("gamma", Nd4j.createFromArray(gamma).castTo(type));
    } else {
      Arrays.fill(gamma, 1);
    }
    if (affine && each.centring()) {
      layer.setParam("beta", Nd4j.createFromArray(beta).castTo(type));
    } else {
      Arrays.fill(beta, 0);
    }
    Reference reference = new Reference(each.groups(), each.centring(), EPSILON, gamma, beta);
    double[][][] z = each.format().examples(1, each.examples(), each.channels(), each.positions());
    double[][][] delta =
        each.format().examples(2, each.examples(), each.channels(), each.positions());
    INDArray input = each.format().toArray(z, each.examples(), each.positions(), type);
    INDArray outputGradient = each.format().toArray(delta, each.examples(), each.positions(), type);
    INDArray untouched = input.dup();

    INDArray trained = layer.activate(input, true, LayerWorkspaceMgr.noWorkspaces());
    Pair<Gradient, INDArray> back =
        layer.backpropGradient(outputGradient, LayerWorkspaceMgr.noWorkspaces());
    INDArray evaluated = layer.activate(input, false, LayerWorkspaceMgr.noWorkspaces());
    Pair<Gradient, INDArray> again =
        layer.backpropGradient(outputGradient, LayerWorkspaceMgr.noWorkspaces());

    Reference.Gradients expected = reference.backward(z, delta);
    assertClose(
        trained,
        each.format().toArray(reference.forward(z), each.examples(), each.positions(), type),
        tolerance);
    assertClose(
        back.getSecond(),
        each.format().toArray(expected.input(), each.examples(), each.positions(), type),
        tolerance);
    if (affine) {
      assertClose(
          back.getFirst().getGradientFor("gamma"),
          Nd4j.createFromArray(expected.gamma()).castTo(type),
          tolerance);
    }
    if (affine && each.centring()) {
      assertClose(
          back.getFirst().getGradientFor("beta"),
          Nd4j.createFromArray(expected.beta()).castTo(type),
          tolerance);
    }
    assertThat(back.getFirst().gradientForVariable()).hasSize(layer.paramTable().size());
    assertThat(evaluated).isEqualTo(trained);
    assertThat(again.getSecond()).isEqualTo(back.getSecond());
    assertThat(input).isEqualTo(untouched);
  }

  private static MultiLayerNetwork network(
      ExampleNormalization layer, InputType input, DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(layer)
                .setInputType(input)
                .build());
    network.init();
    network.initGradientsView();
    return network;
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double largest = Math.max(1, expected.amaxNumber().doubleValue());
    assertThat(actual.sub(expected).amaxNumber().doubleValue())
        .isLessThanOrEqualTo(tolerance * largest);
  }
}
