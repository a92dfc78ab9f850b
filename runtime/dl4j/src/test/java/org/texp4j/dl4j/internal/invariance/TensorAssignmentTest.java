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
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
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
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
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
            "L1",
            base -> normalized(base.l1(1e-4)),
            "no weight of the network is proven scale invariant",
            "0_W: its L1 penalty does not scale with the weights; remove .l1(…)"),
        refused(
            "an exemption of all weights from the declared decay",
            base -> normalized(base.regularization(List.of(new L2Regularization(0)))),
            "the declared @WeightDecay(" + DECAY + ") acts on no weight of the network",
            "0_W: it is exempt from the declared weight decay",
            "Remove @WeightDecay, or .regularization(…) from the network method."),
        refused(
            "decay of biases that would have to follow their weights",
            base -> normalized(base.l2Bias(DECAY)),
            "0_W: the bias of layer 0 is frozen, held by a constraint or under a decay of its own",
            "remove .l2Bias(…)"),
        refused(
            "clipping at nothing",
            base ->
                normalized(
                    base.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(0)),
            "layer 0 clips its gradient at 0.0",
            "give it a threshold greater than 0"));
  }

  static Stream<Arguments> replaced() {
    return Stream.of(
        replaced(
            "an updater for all layers",
            base -> normalized(base.updater(new Adam(1e-3))),
            "the updater Adam with the rate 0.001 of layer 0, layer 1, layer 2 by the declared rule"),
        replaced(
            "an updater of one layer",
            base -> classifier(base, dense().updater(new Sgd(0.1)).build(), norm(true)),
            "the updater Sgd with the rate 0.1 of layer 0 by the declared rule"),
        replaced(
            "an updater of one layer's bias",
            base -> classifier(base, dense().biasUpdater(new Sgd(0.1)).build(), norm(true)),
            "the updater Sgd with the rate 0.1 of layer 0 by the declared rule"),
        replaced(
            "another coefficient of L2 for all layers",
            base -> normalized(base.l2(1e-4)),
            ".l2(1.0E-4) of layer 0, layer 2 by the declared decay"),
        replaced(
            "Deeplearning4j's own, decoupled weight decay",
            base -> normalized(base.weightDecay(0.5)),
            ".weightDecay(0.5) of layer 0, layer 2 by the declared decay"),
        replaced(
            "the same of one layer",
            base -> classifier(base, dense().weightDecay(0.5).build(), norm(true)),
            ".weightDecay(0.5) of layer 0 by the declared decay"),
        replaced(
            "the same of biases",
            base -> normalized(base.weightDecayBias(0.5)),
            ".weightDecay(0.5) of layer 0, layer 2 by none, since the declared decay acts on weights"
                + " only"),
        replaced(
            "sums in place of means over a batch",
            base -> normalized(base.miniBatch(false)),
            "the sum of gradients over a batch, .miniBatch(false), by their mean"),
        replaced(
            "another data type",
            base -> normalized(base.dataType(DataType.FLOAT)),
            "the data type FLOAT by that of the run, DOUBLE"),
        replaced(
            "a seed",
            base -> normalized(base.seed(42)),
            "the seed 42 by that of @Experiment(seed = …)"),
        replaced(
            "statistics made unit vectors",
            base ->
                classifier(
                    base,
                    dense().build(),
                    new BatchNormalization.Builder()
                        .useLogStd(true)
                        .gradientNormalization(GradientNormalization.RenormalizeL2PerLayer)
                        .build()),
            "RenormalizeL2PerLayer of layer 1, which would change running statistics, by none"));
  }

  private static Arguments replaced(
      String name, Experiment.Network.MultiLayer network, String... notes) {
    return Arguments.of(name, network, List.of(notes));
  }

  /** The network that is replaced is trained like the one that leaves it to the declaration. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("replaced")
  void theDeclarationReplacesWhatTheNetworkConfigures(
      String name, Experiment.Network.MultiLayer network, List<String> notes) {
    TrainingRun run = start(experiment(network));
    TrainingRun plain = start(experiment(TensorAssignmentTest::normalized));

    for (int step = 0; step < 3; step++) {
      run.takeStep(run.nextBatch());
      plain.takeStep(plain.nextBatch());
    }

    assertThat(run.notes())
        .containsExactly(notes.stream().map("network: replaces "::concat).toArray(String[]::new));
    assertThat(plain.notes()).isEmpty();
    assertThat(Bits.of(run.network().parameters()))
        .isEqualTo(Bits.of(plain.network().parameters()));
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
  }

  /** As in a network of which no other weight has a decay of its own. */
  @Test
  void anL2OfOneLayerIsItsException() {
    TrainingRun run =
        start(
            experiment(
                base ->
                    classifier(
                        base, dense().l2(0.5).build(), norm(true), dense().build(), norm(true))));

    assertThat(run.notes()).isEmpty();
    assertThat(Networks.of(run).description().nodes().get(0).layer().getRegularizationByParam("W"))
        .containsExactly(new L2Regularization(0.5));
  }

  @Test
  void aLayerThatIsFrozenUnderADecayKeepsItsWeights() {
    TrainingRun run =
        start(
            experiment(
                base ->
                    classifier(
                        base,
                        dense().build(),
                        norm(true),
                        new FrozenLayerWithBackprop(dense().nIn(6).build()),
                        norm(true))));
    INDArray before = Networks.of(run).parameterTable().get("2_W").dup();

    run.takeStep(run.nextBatch());

    assertThat(Bits.of(Networks.of(run).parameterTable().get("2_W"))).isEqualTo(Bits.of(before));
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
