package org.texp4j.dl4j.internal.invariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.setup.NetworkDeclaration;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** Which networks are refused, and which weights keep the declared recipe. */
class TensorAssignmentTest {

  private static final double DECAY = 2e-3;

  static Stream<Arguments> unsuitable() {
    return Stream.of(
        refused(
            "an updater for all layers",
            base -> normalized(base.updater(new Adam(1e-3))),
            "layer 0 is trained by Adam",
            "remove .updater(…) from the network method"),
        refused(
            "an updater of one layer",
            base -> classifier(base, dense().updater(new Sgd(0.1)).build(), norm(true)),
            "layer 0 is trained by Sgd",
            "remove .updater(…)"),
        refused(
            "an updater of one layer's bias",
            base -> classifier(base, dense().biasUpdater(new Sgd(0.1)).build(), norm(true)),
            "layer 0 is trained by Sgd",
            "remove .updater(…)"),
        refused(
            "L1",
            base -> normalized(base.l1(1e-4)),
            "the declared @WeightDecay(" + DECAY + ") acts on no weight of the network",
            "0_W: its L1 penalty does not scale with the weights",
            "Remove .l1(…)"),
        refused(
            "another coefficient of L2",
            base -> normalized(base.l2(1e-4)),
            "the declared @WeightDecay(" + DECAY + ") acts on no weight of the network",
            "0_W: it has a weight decay of its own, 1.0E-4"),
        refused(
            "Deeplearning4j's own, decoupled weight decay",
            base -> normalized(base.weightDecay(DECAY)),
            "layer 0 is regularized by WeightDecay",
            "remove .weightDecay(…)"),
        refused(
            "decay of biases that would have to follow their weights",
            base -> normalized(base.l2Bias(DECAY)),
            "0_W: the bias of layer 0 is frozen, held by a constraint or under a decay of its own",
            "remove .l2Bias(…)"),
        refused(
            "sums in place of means over a batch",
            base -> normalized(base.miniBatch(false)),
            "remove .miniBatch(false)"),
        refused(
            "another data type",
            base -> normalized(base.dataType(DataType.DOUBLE)),
            "computes in DOUBLE, but the run asks for FLOAT",
            "remove .dataType(…)"),
        refused(
            "a frozen layer that decays",
            base ->
                classifier(base, new FrozenLayerWithBackprop(dense().nIn(64).build()), norm(true)),
            "layer 0 is frozen by FrozenLayerWithBackprop",
            "use FrozenLayer"),
        refused(
            "statistics made unit vectors",
            base ->
                normalized(base.gradientNormalization(GradientNormalization.RenormalizeL2PerLayer)),
            "layer 1 renormalizes its gradient (RenormalizeL2PerLayer)",
            "Give that layer .gradientNormalization(GradientNormalization.None)"),
        refused(
            "clipping at nothing",
            base ->
                normalized(
                    base.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(0)),
            "layer 0 clips its gradient at 0.0",
            "give it a threshold greater than 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsuitable")
  void refusesWhatTheRecipeDoesNotDeclare(
      String name, Experiment experiment, List<String> expectedInMessage) {
    assertThatThrownBy(() -> TrainingRun.start(experiment, RunSettings.of(experiment)))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageContainingAll(expectedInMessage.toArray(String[]::new));
  }

  /** Deeplearning4j ignores .l2(0) on a layer, so an exemption is written like this. */
  @Test
  void aLayerExemptFromDecayIsKeptAndTheTwinsAgree() {
    Experiment experiment =
        experiment(
            base ->
                classifier(
                    base,
                    dense().regularization(List.of(new L2Regularization(0))).build(),
                    norm(true),
                    dense().build(),
                    norm(true)));

    assertThat(
            NetworkDeclaration.configure(experiment, DataType.DOUBLE, experiment.recipe(1))
                .proof()
                .tensors())
        .containsExactly("2_W");
    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(20, check -> {}))
        .allMatch(TwinCheck::isPassed)
        .hasSize(4);
  }

  @Test
  void aNetworkWithNothingToConvertIsRefusedWithEveryReason() {
    Experiment experiment =
        experiment(
            base ->
                classifier(
                    base,
                    convolution(3, false, Activation.TANH.getActivationFunction()),
                    norm(true),
                    dense().regularization(List.of(new L2Regularization(0))).build(),
                    norm(true)));

    assertThatThrownBy(() -> TrainingRun.start(experiment, RunSettings.of(experiment)))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessage(
            """
            no weight of the network is proven scale invariant, so nothing can be converted:
              0_W: the activation tanh of layer 0 is not homogeneous; put a normalization before it
              2_W: it is exempt from the declared weight decay
              4_W: it produces the network's output, which would scale with it
            Put a BatchNormalization after convolutions and dense layers, or declare \
            WEIGHT_DECAY.""");
  }

  /** A subclass of an activation may compute something else. */
  private static final class Shifted extends ActivationIdentity {
    private static final long serialVersionUID = 1;

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      return in.addi(1);
    }

    @Override
    public String toString() {
      return "shifted";
    }
  }

  @Test
  void anActivationOfTheUserIsNotTakenForTheOneItExtends() {
    Experiment experiment =
        experiment(base -> classifier(base, convolution(3, false, new Shifted()), norm(true)));

    assertThatThrownBy(() -> TrainingRun.start(experiment, RunSettings.of(experiment)))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageContaining("0_W: the activation shifted of layer 0 is not homogeneous");
  }

  private static Arguments refused(
      String name, Experiment.Network.MultiLayer network, String... message) {
    return Arguments.of(name, experiment(network), List.of(message));
  }

  private static Experiment experiment(Experiment.Network.MultiLayer network) {
    return onImages(constantRecipe(60, 0.05, DECAY, 0.9), RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(network)
        .build();
  }

  private static MultiLayerConfiguration normalized(NeuralNetConfiguration.Builder base) {
    return classifier(base, dense().build(), norm(true));
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY);
  }
}
