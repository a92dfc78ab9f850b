package org.texp4j.dl4j.internal.invariance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.dl4j.internal.network.NetworkDescription;

/**
 * Deeplearning4j's own clipping and normalization of gradients in the declared run, against ours in
 * the converted one.
 */
class ClippingTest {

  /** As in {@link TinyNetworksTest}. */
  private static final double ROUNDING = 1e-10;

  private static final double FAILURE = 1e-6;

  private static final String RECTIFIED =
      "LeNet, normalized once at its end, biases at degrees 1 to 3";
  private static final String SUBTRACTED = "CNN, biases before batch normalization";

  /** Thresholds that some gradients exceed at some steps. */
  static Stream<Arguments> clippings() {
    return Stream.of(
        Arguments.of(GradientNormalization.ClipElementWiseAbsoluteValue, 0.01, RECTIFIED),
        Arguments.of(GradientNormalization.ClipL2PerLayer, 0.05, RECTIFIED),
        Arguments.of(GradientNormalization.ClipL2PerParamType, 0.05, RECTIFIED),
        Arguments.of(GradientNormalization.RenormalizeL2PerLayer, 1.0, RECTIFIED),
        Arguments.of(
            GradientNormalization.RenormalizeL2PerParamType,
            1.0,
            "CNN, biases before layer normalization"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clippings")
  void twinsAreOneRunAndWouldNotBeWithTheGradientsAsTheyAre(
      GradientNormalization normalization, double threshold, String network) {
    assertThat(deviation(network, normalization, threshold, Lockstep.Omission.NOTHING))
        .isLessThan(ROUNDING);
    assertThat(deviation(network, normalization, threshold, Lockstep.Omission.CLIPPING))
        .isGreaterThan(FAILURE);
  }

  /** Renormalizing its gradient, which is rounding, would give a unit vector. */
  @Test
  void aSubtractedBiasIsNotRenormalized() {
    assertThat(
            deviation(
                SUBTRACTED,
                GradientNormalization.RenormalizeL2PerParamType,
                1,
                Lockstep.Omission.NOTHING))
        .isLessThan(ROUNDING);
  }

  private static double deviation(
      String name,
      GradientNormalization normalization,
      double threshold,
      Lockstep.Omission omission) {
    TinyNetworks.Case network = TinyNetworks.named(name);
    Supplier<NetworkDescription> clipped =
        () -> {
          NetworkDescription description = network.describe();
          for (NetworkDescription.Node node : description.nodes()) {
            if (node.layer() instanceof BaseLayer layer
                && !(layer instanceof BatchNormalization
                    && normalization.name().startsWith("Renormalize"))) {
              layer.setGradientNormalization(normalization);
              layer.setGradientNormalizationThreshold(threshold);
            }
          }
          return description;
        };
    Proof proof = TensorAssignment.prove(clipped.get(), TinyNetworks.DECAY, List.of());
    return Lockstep.deviation(clipped, proof, network.batches(), omission);
  }

  @Test
  void degreesAreThoseOfWhatTheGradientsBelongTo() {
    NetworkDescription rectified = TinyNetworks.named(RECTIFIED).describe();
    NetworkDescription subtracted = TinyNetworks.named(SUBTRACTED).describe();

    assertThat(InvarianceAnalysis.prove(rectified).gradientDegrees())
        .isEqualTo(
            Map.of(
                "0_W", 1, "0_b", 1, "2_W", 1, "2_b", 2, "3_W", 1, "3_b", 3, "4_mean", -3, "4_var",
                -6));
    assertThat(InvarianceAnalysis.prove(subtracted).gradientDegrees())
        .isEqualTo(
            Map.of(
                "0_W", 1, "0_b", 1, "1_mean", -1, "1_var", -2, "3_W", 1, "3_b", 1, "4_mean", -1,
                "4_var", -2));
  }
}
