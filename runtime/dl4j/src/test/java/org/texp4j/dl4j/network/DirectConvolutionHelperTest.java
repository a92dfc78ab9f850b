package org.texp4j.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.layers.mkldnn.DirectConvolutionHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.backend.Backend;

/** The direct way back gives the gradients of the usual one. */
class DirectConvolutionHelperTest {

  private record Gradients(INDArray weights, INDArray bias, INDArray input) {}

  @BeforeEach
  void needsOneDnn() {
    assumeTrue(Backend.start().oneDnn());
  }

  @ParameterizedTest(name = "{0} → {1} channels, {2}×{3}, kernel {4}, padding {5}, stride {6}")
  @CsvSource({
    "1, 8, 28, 28, 3, 1, 1",
    "3, 16, 32, 24, 3, 1, 1",
    "4, 6, 30, 30, 5, 2, 1",
    "4, 6, 30, 30, 3, 0, 1",
    "2, 3, 28, 28, 1, 0, 1",
    "3, 4, 60, 60, 3, 1, 2",
    "3, 4, 10, 10, 3, 1, 1"
  })
  void givesTheGradientsOfTheUsualWay(
      int in, int out, int height, int width, int kernel, int padding, int stride) {
    Nd4j.getRandom().setSeed(5);
    INDArray x = Nd4j.randn(DataType.FLOAT, 4, in, height, width);
    INDArray w = Nd4j.randn(DataType.FLOAT, out, in, kernel, kernel);
    INDArray delta =
        Nd4j.randn(
            DataType.FLOAT,
            4,
            out,
            (height + 2 * padding - kernel) / stride + 1,
            (width + 2 * padding - kernel) / stride + 1);

    Gradients expected = back(new MKLDNNConvHelper(DataType.FLOAT), x, w, delta, padding, stride);
    Gradients actual = back(new DirectConvolutionHelper(), x, w, delta, padding, stride);

    assertSame(actual.weights(), expected.weights());
    assertSame(actual.bias(), expected.bias());
    assertSame(actual.input(), expected.input());
  }

  @Test
  void powersOfTwoPassThroughExactly() {
    Nd4j.getRandom().setSeed(5);
    INDArray x = Nd4j.randn(DataType.FLOAT, 2, 3, 28, 28);
    INDArray w = Nd4j.randn(DataType.FLOAT, 4, 3, 3, 3);
    INDArray delta = Nd4j.randn(DataType.FLOAT, 2, 4, 28, 28);

    Gradients plain = back(new DirectConvolutionHelper(), x, w, delta, 1, 1);
    Gradients scaled = back(new DirectConvolutionHelper(), x, w.mul(1024), delta.div(1024), 1, 1);

    assertThat(scaled.weights().mul(1024)).isEqualTo(plain.weights());
    assertThat(scaled.input()).isEqualTo(plain.input());
  }

  /** Sums of thousands of products in float, in another order: a few hundred roundings of 6e-8. */
  private static void assertSame(INDArray actual, INDArray expected) {
    double difference = actual.sub(expected).norm2Number().doubleValue();
    assertThat(difference / expected.norm2Number().doubleValue()).isLessThan(2e-5);
  }

  private static Gradients back(
      MKLDNNConvHelper helper, INDArray x, INDArray w, INDArray delta, int padding, int stride) {
    INDArray weights = Nd4j.create(DataType.FLOAT, w.shape());
    INDArray bias = Nd4j.create(DataType.FLOAT, 1, w.size(0));
    int kernel = (int) w.size(2);
    INDArray input =
        helper
            .backpropGradient(
                x,
                w,
                bias.dup(),
                delta,
                new int[] {kernel, kernel},
                new int[] {stride, stride},
                new int[] {padding, padding},
                bias,
                weights,
                null,
                null,
                null,
                null,
                ConvolutionMode.Truncate,
                new int[] {1, 1},
                CNN2DFormat.NCHW,
                LayerWorkspaceMgr.noWorkspaces())
            .getSecond();
    return new Gradients(weights, bias, input);
  }
}
