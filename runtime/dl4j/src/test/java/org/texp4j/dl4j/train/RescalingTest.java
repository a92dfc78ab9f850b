package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** A float run whose rate leaves float's range goes on, in the same bits. */
class RescalingTest {

  private static final long STEPS = 420;

  /**
   * The scale of what is normalized, as a power of two, up to which the run without rescaling
   * computes in normal numbers: the backward pass of batch normalization takes the deviation, of
   * scale P, to the power −3, and float's normal numbers end at 2^−126. What that is multiplied by
   * is small too, here down to 2^−20.
   */
  private static final long HEALTHY = 34;

  /** Near the bound (1 − √γ)² = 0.0858 of λη, so that the rate grows by 2^200 in few steps. */
  private static final Experiment.Builder STRONG_DECAY =
      onImages(constantRecipe(STEPS, 0.1, 0.7, 0.5), RecipeForm.TEXP_PLUS_PLUS);

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("degree 1", 1, false, layers(base -> TinyExperiments.mlp(base, false))),
        Arguments.of(
            "degree 1, log-std statistics",
            1,
            true,
            layers(base -> TinyExperiments.mlp(base, true))),
        Arguments.of(
            "degree 2, biases that scale along at degrees 1 and 2, clipped by norm",
            2,
            false,
            layers(
                base ->
                    TinyExperiments.rectified(
                        base.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                            .gradientNormalizationThreshold(0.02),
                        false))));
  }

  private static Experiment.Network.MultiLayer layers(Experiment.Network.MultiLayer network) {
    return network;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void predictionsAreBitIdenticalForAsLongAsTheRunWithoutRescalingLives(
      String name, int degree, boolean logarithmic, Experiment.Network.MultiLayer network) {
    Experiment experiment = STRONG_DECAY.multiLayerNetwork(network).build();
    RunSettings settings = RunSettings.of(experiment);
    TrainingRun rescaled = RunSetup.start(experiment, settings, true);
    TrainingRun plain = RunSetup.start(experiment, settings, false);
    INDArray probe = DataSet.merge(TinyExperiments.images().subList(0, 32)).getFeatures();

    boolean alive = true;
    int rescalings = 0;
    int compared = 0;
    Step step = null;
    while (rescaled.hasNext()) {
      Batch batch = rescaled.nextBatch();
      long shift = rescaled.state().shift();
      step = rescaled.takeStep(batch);
      rescalings += rescaled.state().shift() != shift ? 1 : 0;
      if (alive) {
        alive = survives(plain, batch);
      }
      if (alive && degree * step.after().scale().exponent() < HEALTHY) {
        assertThat(Bits.of(rescaled.network().output(probe, true)))
            .as("training-mode outputs after step %d", step.index())
            .isEqualTo(Bits.of(plain.network().output(probe, true)));
        // The logarithm of a deviation is moved by an addition, which rounds.
        if (!logarithmic) {
          assertThat(Bits.of(rescaled.network().output(probe, false)))
              .as("evaluation-mode outputs after step %d", step.index())
              .isEqualTo(Bits.of(plain.network().output(probe, false)));
        }
        compared = rescalings;
      }
    }

    assertThat(step.rate().log2() - Math.log(0.1) / Math.log(2)).isGreaterThan(200);
    assertThat(alive).as("the run without rescaling overflows").isFalse();
    assertThat(compared).as("rescalings before the last step compared").isGreaterThanOrEqualTo(2);
    assertThat(rescaled.state().shift()).isGreaterThan(64);
    assertThat(rescaled.network().output(probe, false).isNaN().any()).isFalse();
    assertThat(rescaled.loss()).isFinite();
  }

  private static boolean survives(TrainingRun run, Batch batch) {
    try {
      run.takeStep(batch);
    } catch (TrainingException overflow) {
      return false;
    }
    return !run.network().parameters().isNaN().any()
        && !run.network().parameters().isInfinite().any();
  }
}
