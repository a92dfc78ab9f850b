package org.texp4j.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.layers.mkldnn.TwoPassBatchNormHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.backend.Backend;

class TwoPassBatchNormHelperTest {

  private static final double EPSILON = 1e-5;

  private record Pass(INDArray output, INDArray variance, INDArray inputGradient) {}

  @BeforeEach
  void needsOneDnn() {
    assumeTrue(Backend.start().oneDnn());
  }

  @Test
  void itDoesWhatDeeplearning4jsHelperDoes() {
    INDArray x = images();
    INDArray gradient = Nd4j.randn(DataType.FLOAT, x.shape());

    Pass expected = pass(new MKLDNNBatchNormHelper(DataType.FLOAT), x, gradient, EPSILON);
    Pass actual = pass(new TwoPassBatchNormHelper(), x, gradient, EPSILON);

    assertThat(actual.variance().equalsWithEps(expected.variance(), 1e-5)).isTrue();
    assertThat(actual.output().equalsWithEps(expected.output(), 1e-5)).isTrue();
    assertThat(actual.inputGradient().equalsWithEps(expected.inputGradient(), 1e-5)).isTrue();
  }

  @Test
  void itsFirstPassIsAsGoodAsItsNext() {
    INDArray x = images();
    TwoPassBatchNormHelper helper = new TwoPassBatchNormHelper();

    Pass first = pass(helper, x, x, EPSILON);

    assertThat(pass(helper, x, x, EPSILON)).isEqualTo(first);
  }

  @Test
  void powersOfTwoPassThroughExactly() {
    INDArray x = images();

    Pass plain = pass(new TwoPassBatchNormHelper(), x, x, EPSILON);
    Pass scaled = pass(new TwoPassBatchNormHelper(), x.mul(1024), x, Math.scalb(EPSILON, 20));

    assertThat(scaled.output()).isEqualTo(plain.output());
    assertThat(scaled.variance().div(Math.scalb(1.0, 20))).isEqualTo(plain.variance());
  }

  @Test
  void aChannelFarFromZeroKeepsItsVariance() {
    INDArray x = Nd4j.zeros(DataType.FLOAT, 2, 1, 2, 2).addi(1000);
    x.putScalar(0, 0, 0, 0, 1001);
    x.putScalar(1, 0, 1, 1, 999);

    Pass pass = pass(new TwoPassBatchNormHelper(), x, x, EPSILON);

    assertThat(pass.variance().getDouble(0)).isCloseTo(0.25, within(1e-6));
  }

  private static INDArray images() {
    Nd4j.getRandom().setSeed(5);
    return Nd4j.randn(DataType.FLOAT, 6, 3, 5, 4).muli(2).addi(1);
  }

  private static Pass pass(
      MKLDNNBatchNormHelper helper, INDArray x, INDArray gradient, double epsilon) {
    long channels = x.size(1);
    long[] shape = {1, channels};
    INDArray gamma = Nd4j.ones(DataType.FLOAT, shape);
    INDArray beta = Nd4j.zeros(DataType.FLOAT, shape);
    LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
    INDArray output =
        helper.preOutput(
            x, true, shape, gamma, beta, null, null, 0.9, epsilon, CNN2DFormat.NCHW, memory);
    INDArray inputGradient =
        helper
            .backpropGradient(
                x,
                gradient,
                shape,
                gamma,
                beta,
                gamma.dup(),
                beta.dup(),
                epsilon,
                CNN2DFormat.NCHW,
                memory)
            .getSecond();
    return new Pass(output, helper.getVarCache(DataType.FLOAT).dup(), inputGradient);
  }
}
