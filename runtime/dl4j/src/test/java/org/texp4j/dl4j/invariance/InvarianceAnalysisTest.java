package org.texp4j.dl4j.invariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.onImages;
import static org.texp4j.dl4j.TinyExperiments.output;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkModel;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Conversion;

/** What the proof says of each weight tensor, and that what it proves is so. */
class InvarianceAnalysisTest {

  private static final DataSet BATCH = DataSet.merge(TinyExperiments.images().subList(0, 8));

  static Stream<Arguments> networks() {
    return Stream.of(
        row(
            "convolution, batch normalization",
            base -> classifier(base, convolution(3, false), norm(true)),
            "0_W invariant through 1",
            "2_W: it makes the network's output, which scales along"),
        row(
            "a bias that batch normalization subtracts",
            base -> classifier(base, convolution(3, true), norm(true)),
            "0_W invariant through 1",
            "2_W: it makes the network's output, which scales along"),
        row(
            "dense, batch normalization",
            base -> classifier(base, dense().build(), norm(true)),
            "0_W invariant through 1",
            "2_W: it makes the network's output, which scales along"),
        row(
            "rectified without bias, rectified leakily",
            base ->
                classifier(
                    base,
                    convolution(3, false, Activation.RELU.getActivationFunction()),
                    norm(true),
                    convolution(3, false, Activation.LEAKYRELU.getActivationFunction()),
                    norm(false)),
            "0_W invariant through 1",
            "2_W invariant through 3",
            "4_W: it makes the network's output, which scales along"),
        row(
            "rectified with bias",
            base ->
                classifier(
                    base,
                    convolution(3, true, Activation.RELU.getActivationFunction()),
                    norm(true)),
            "0_W: a bias under the activation relu does not scale along",
            "2_W: it makes the network's output, which scales along"),
        row(
            "activations that are not homogeneous",
            base ->
                classifier(
                    base,
                    convolution(3, false, Activation.GELU.getActivationFunction()),
                    norm(true),
                    convolution(3, false, new ActivationReLU(6.0, null, null)),
                    norm(true),
                    convolution(3, false, new ActivationReLU(null, 0.5, null)),
                    norm(true)),
            "0_W: its activation gelu(precise=false) is not homogeneous",
            "2_W: its activation relu has a cap or a threshold, which does not scale along",
            "4_W: its activation relu has a cap or a threshold, which does not scale along",
            "6_W: it makes the network's output, which scales along"),
        row(
            "pooling between",
            base ->
                classifier(
                    base,
                    convolution(3, false),
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build(),
                    norm(true)),
            "0_W: its output goes to layer 1, not straight into batch normalization",
            "3_W: it makes the network's output, which scales along"),
        row(
            "dense with layer normalization of its own",
            base -> classifier(base, dense().hasLayerNorm(true).build(), norm(true)),
            "0_W: no rule for a dense layer with layer normalization of its own",
            "0_g: no rule for a dense layer with layer normalization of its own",
            "2_W: it makes the network's output, which scales along"),
        row(
            "weight noise",
            base -> classifier(base, dense().weightNoise(new DropConnect(0.5)).build(), norm(true)),
            "0_W: weight noise does not scale with the weights",
            "2_W: it makes the network's output, which scales along"),
        row(
            "a constraint on the norm",
            base ->
                classifier(
                    base,
                    dense().constrainWeights(new MaxNormConstraint(1, 1)).build(),
                    norm(true)),
            "0_W: a constraint ties the weights to one scale",
            "2_W: it makes the network's output, which scales along"),
        row(
            "a preprocessor between",
            base ->
                base.list()
                    .layer(convolution(3, false))
                    .layer(norm(true))
                    .inputPreProcessor(1, new ComposableInputPreProcessor())
                    .layer(output())
                    .setInputType(
                        InputType.convolutional(TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
                    .build(),
            "0_W: its output goes to layer 1, not straight into batch normalization",
            "2_W: it makes the network's output, which scales along"),
        Arguments.of(
            "a graph: into a sum, straight, read twice",
            experiment()
                .computationGraph(
                    base ->
                        base.graphBuilder()
                            .addInputs("image")
                            .setInputTypes(
                                InputType.convolutional(
                                    TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
                            .addLayer("stem", convolution(3, false), "image")
                            .addLayer("norm1", norm(true), "stem")
                            .addLayer("straight", convolution(3, false), "norm1")
                            .addLayer("norm2", norm(true), "straight")
                            .addLayer("summed", convolution(3, false), "norm2")
                            .addVertex(
                                "sum",
                                new ElementWiseVertex(ElementWiseVertex.Op.Add),
                                "summed",
                                "stem")
                            .addLayer("norm3", norm(true), "sum")
                            .addLayer("output", output(), "norm3")
                            .setOutputs("output")
                            .build()),
            List.of(
                "stem_W: its output goes to layer norm1 and vertex sum",
                "straight_W invariant through norm2",
                "summed_W: its output goes to vertex sum, not straight into batch normalization",
                "output_W: it makes the network's output, which scales along")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void givesAVerdictOnEachWeight(String name, Experiment.Builder network, List<String> expected) {
    assertThat(InvarianceAnalysis.of(describe(network)))
        .extracting(
            verdict ->
                verdict.tensor()
                    + (verdict.invariant()
                        ? " invariant through " + verdict.normalization()
                        : ": " + verdict.reason()))
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void whatIsProvenIsConfirmed(String name, Experiment.Builder network, List<String> expected) {
    NetworkDescription description = describe(network);
    List<Verdict> proven =
        InvarianceAnalysis.of(description).stream().filter(Verdict::invariant).toList();
    NetworkModel model = description.build();
    INDArray before = model.parameters().dup();

    assertThatCode(() -> InvarianceWitness.confirm(model, proven, BATCH))
        .doesNotThrowAnyException();

    assertThat(model.parameters()).as("the network tested is left as it is").isEqualTo(before);
    for (Verdict verdict : proven) {
      var normalization =
          (BatchNormalization) model.layer(verdict.normalization()).conf().getLayer();
      assertThat(normalization.getEps()).isEqualTo(norm(true).getEps());
    }
  }

  /** The witness guards against an error in the analysis; here are some it could have made. */
  @Test
  void whatIsNotSoIsNotConfirmed() {
    assertRefuted(
        base ->
            classifier(
                base, convolution(3, false, Activation.GELU.getActivationFunction()), norm(true)),
        "0");
    assertRefuted(
        base ->
            classifier(
                base, convolution(3, false, new ActivationReLU(0.5, null, null)), norm(true)),
        "0");
    assertRefuted(
        base ->
            classifier(
                base, convolution(3, true, Activation.RELU.getActivationFunction()), norm(true)),
        "0");
    assertRefuted(base -> classifier(base, convolution(3, false), norm(true)), "2");
  }

  private static void assertRefuted(Experiment.Network.MultiLayer network, String layer) {
    NetworkModel model = describe(experiment().multiLayerNetwork(network)).build();
    Verdict wrong = new Verdict(layer, "W", true, "1", "claimed");

    assertThatThrownBy(() -> InvarianceWitness.confirm(model, List.of(wrong), BATCH))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageContaining(layer + "_W");
  }

  private static Arguments row(
      String name, Experiment.Network.MultiLayer network, String... verdicts) {
    return Arguments.of(name, experiment().multiLayerNetwork(network), List.of(verdicts));
  }

  private static Experiment.Builder experiment() {
    return onImages(constantRecipe(10, 0.1, 1e-3, 0.9), Conversion.TEXP_PLUS_PLUS);
  }

  private static NetworkDescription describe(Experiment.Builder network) {
    Experiment experiment = network.build();
    return TrainingRun.describe(experiment, RunSettings.of(experiment));
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY);
  }
}
