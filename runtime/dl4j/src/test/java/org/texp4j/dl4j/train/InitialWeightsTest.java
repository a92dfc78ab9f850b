package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.network.Deeplearning4jNetwork;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.schedule.RecipeForm;

/** Runs that start from the weights of a network. */
class InitialWeightsTest {

  private static final int STEPS = 10;
  private static final double RATE = 0.05;
  private static final double DECAY = 0.01;

  /** Some thousand units in the last place of a double, over ten steps. */
  private static final double ROUNDING = 1e-12;

  @TempDir private Path directory;

  private static NeuralNetConfiguration.Builder own() {
    return new NeuralNetConfiguration.Builder()
        .seed(77)
        .dataType(DataType.DOUBLE)
        .updater(new Adam(0.01));
  }

  private static MultiLayerNetwork trained(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    fit(network, 5);
    return network;
  }

  private static MultiLayerNetwork trained() {
    return trained(TinyExperiments.cnn(own(), false));
  }

  private static void fit(MultiLayerNetwork network, int steps) {
    batches().limit(steps).forEach(network::fit);
  }

  private static Stream<DataSet> batches() {
    List<DataSet> examples = TinyExperiments.images();
    int batch = TinyExperiments.BATCH;
    return IntStream.range(0, TinyExperiments.EXAMPLES / batch)
        .mapToObj(i -> DataSet.merge(examples.subList(i * batch, (i + 1) * batch)));
  }

  private static Experiment.Builder experiment(RecipeForm form, double decay) {
    return TinyExperiments.onImages(TinyExperiments.constantRecipe(STEPS, RATE, decay, 0), form);
  }

  private static Experiment from(Model network, RecipeForm form, double decay) {
    return experiment(form, decay).initializedNetwork(base -> network).build();
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
  }

  private static Map<String, INDArray> tensors(TrainingRun run) {
    return run.network().model().paramTable();
  }

  private static void assertEqual(Map<String, INDArray> actual, Map<String, INDArray> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(Bits.of(actual.get(name))).as(name).isEqualTo(Bits.of(tensor)));
  }

  private static void assertNear(Map<String, INDArray> actual, Map<String, INDArray> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(actual.get(name).distance2(tensor))
                .as(name)
                .isLessThanOrEqualTo(ROUNDING * (1 + tensor.norm2Number().doubleValue())));
  }

  /** A network trained on as Deeplearning4j does it by SGD, without what it was trained by. */
  private static MultiLayerNetwork fitted(MultiLayerNetwork network) {
    MultiLayerNetwork plain =
        new TransferLearning.Builder(network)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(RATE)).build())
            .build();
    fit(plain, STEPS);
    return plain;
  }

  @Test
  void aRunStartsFromTheWeightsAndStatisticsOfTheNetworkAndSaysSo() {
    MultiLayerNetwork network = trained();

    TrainingRun run = start(from(network, RecipeForm.WEIGHT_DECAY, 0));

    assertEqual(tensors(run), network.paramTable());
    assertThat(run.identity().weights()).isPresent();
    assertThat(run.notes())
        .containsExactly(
            "network: replaces the updater Adam with the rate 0.01 of layer 0, layer 1 and 3 more by"
                + " the declared rule",
            "network: replaces the seed 77 by that of @Experiment(seed = …)",
            "weights: start from those of the network that the @Network method returns",
            "weights: the optimizer state that comes with them is dropped; the run begins with its"
                + " own, at 0");
  }

  @Test
  void aRunFromANetworkIsWhatFitWouldMakeOfIt() {
    MultiLayerNetwork network = trained();
    Map<String, INDArray> before = Map.copyOf(network.clone().paramTable());
    TrainingRun run = start(from(network, RecipeForm.WEIGHT_DECAY, 0));

    run.train();

    assertNear(tensors(run), fitted(network).paramTable());
    assertEqual(network.paramTable(), before);
  }

  @Test
  void theDeclaredDecayReplacesThatOfTheNetworkAndTheFormsAgree() {
    MultiLayerNetwork network = trained(TinyExperiments.cnn(own().l2(0.3), true));
    Experiment experiment = from(network, RecipeForm.TEXP_PLUS_PLUS, DECAY);

    assertThat(start(experiment).notes())
        .contains("network: replaces .l2(0.3) of layer 0, layer 3, layer 7 by the declared decay");
    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(5, check -> {}))
        .hasSize(3)
        .allMatch(TwinCheck::isPassed);
  }

  private static MultiLayerNetwork withNewHead(MultiLayerNetwork network) {
    return new TransferLearning.Builder(network)
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Sgd(RATE)).seed(5).build())
        .setFeatureExtractor(4)
        .removeOutputLayer()
        .addLayer(new DenseLayer.Builder().nIn(6).nOut(5).activation(Activation.IDENTITY).build())
        .addLayer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
        .addLayer(
            new OutputLayer.Builder()
                .nIn(5)
                .nOut(TinyExperiments.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  @Test
  void frozenLayersStayFrozenUnderANewHeadWhichTrainsAsByFit() {
    MultiLayerNetwork network = withNewHead(trained());
    Map<String, INDArray> before = network.clone().paramTable();
    TrainingRun run = start(from(network, RecipeForm.WEIGHT_DECAY, 0));

    run.train();

    fit(network, STEPS);
    assertNear(tensors(run), network.paramTable());
    for (String frozen : List.of("0_W", "1_mean", "1_var", "3_W", "3_b", "4_gamma")) {
      assertThat(Bits.of(tensors(run).get(frozen)))
          .as(frozen)
          .isEqualTo(Bits.of(before.get(frozen)));
    }
    assertThat(Bits.of(tensors(run).get("7_W"))).isNotEqualTo(Bits.of(before.get("7_W")));
  }

  @Test
  void aNewHeadIsConvertedAndTheTwinsAgree() {
    Experiment experiment = from(withNewHead(trained()), RecipeForm.TEXP_PLUS_PLUS, DECAY);

    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(5, check -> {}))
        .hasSize(3)
        .allMatch(TwinCheck::isPassed);
  }

  @Test
  void theLayersAboveAFeatureExtractorAreTrainedOnItsFeatures() {
    TransferLearningHelper helper = new TransferLearningHelper(trained(), 4);
    DataSet features = helper.featurize(batches().findFirst().orElseThrow());
    MultiLayerNetwork above = helper.unfrozenMLN();
    Experiment experiment =
        experiment(RecipeForm.WEIGHT_DECAY, 0)
            .initializedNetwork(base -> above)
            .trainingExamples(TinyExperiments.BATCH)
            .trainingData(
                request -> new ListDataSetIterator<>(features.asList(), request.batchSize()))
            .build();
    TrainingRun run = start(experiment);
    assertEqual(tensors(run), above.paramTable());

    run.train();

    assertThat(run.loss()).isFinite();
  }

  @Test
  void aGraphIsStartedFromInTheSameWay() {
    ComputationGraph network = new ComputationGraph(TinyExperiments.residual(own()));
    network.init();
    batches().limit(3).forEach(network::fit);
    ComputationGraph refined =
        new TransferLearning.GraphBuilder(network)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(RATE)).build())
            .setFeatureExtractor("relu1")
            .build()
            .convertDataType(DataType.DOUBLE); // Which the builder has lost.
    TrainingRun run = start(from(refined, RecipeForm.WEIGHT_DECAY, 0));

    run.train();

    batches().limit(STEPS).forEach(refined::fit);
    assertNear(tensors(run), refined.paramTable());
  }

  @Test
  void weightsInFloatAreExactInDouble() {
    MultiLayerNetwork network = trained().convertDataType(DataType.FLOAT);

    assertEqual(tensors(start(from(network, RecipeForm.WEIGHT_DECAY, 0))), network.paramTable());
  }

  @Test
  void anotherNetworkIsAnotherRun() {
    String identity =
        start(from(trained(), RecipeForm.WEIGHT_DECAY, 0)).identity().weights().orElseThrow();

    assertThat(start(from(trained(), RecipeForm.WEIGHT_DECAY, 0)).identity().weights())
        .contains(identity);
    MultiLayerNetwork other = trained();
    other.getParam("0_W").addi(1e-9);
    assertThat(start(from(other, RecipeForm.WEIGHT_DECAY, 0)).identity().weights())
        .isPresent()
        .get()
        .isNotEqualTo(identity);
  }

  @Test
  void aConfigurationTakenFromANetworkSaysThatItsWeightsAreNotUsed() {
    MultiLayerConfiguration configuration = trained().getLayerWiseConfigurations();
    Experiment experiment =
        experiment(RecipeForm.WEIGHT_DECAY, 0).multiLayerNetwork(base -> configuration).build();

    assertThat(start(experiment).notes())
        .contains(
            "weights: drawn from the seed, not those of the network whose configuration the @Network"
                + " method returns: return the network itself to start from them");
    assertThat(start(experiment).identity().weights()).isEmpty();
  }

  private static void assertRefused(Experiment experiment, String message) {
    assertThatThrownBy(() -> start(experiment))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aNetworkWithoutWeightsIsRefused() {
    assertRefused(
        from(new MultiLayerNetwork(TinyExperiments.cnn(own(), true)), RecipeForm.WEIGHT_DECAY, 0),
        "the @Network method returned no network to start from: it has no weights yet: call init()");
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    assertRefused(
        from(trained().getLayer(0), RecipeForm.WEIGHT_DECAY, 0),
        "the @Network method returned no network to start from: not a MultiLayerNetwork or a"
            + " ComputationGraph: ");
  }

  @Test
  void weightsAtTheScaleOfAnExponentialRunAreRefused() {
    Experiment exponential =
        experiment(RecipeForm.TEXP_PLUS_PLUS, DECAY)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();
    TrainingRun run = start(exponential);
    run.train();

    assertRefused(
        from(run.network().model(), RecipeForm.WEIGHT_DECAY, 0),
        "the network is of an exponential run, which holds its weights at another scale");
  }

  private TrainingRun startFrom(Path model, UnaryOperator<Experiment.Builder> change) {
    Experiment experiment =
        change
            .apply(
                experiment(RecipeForm.TEXP_PLUS_PLUS, DECAY)
                    .multiLayerNetwork(base -> TinyExperiments.cnn(base, false)))
            .build();
    return TrainingRun.start(
        experiment,
        RunSettings.of(experiment)
            .withDataType(DataType.DOUBLE)
            .withInitialModel(Optional.of(model)));
  }

  private Path saved(Model network) throws IOException {
    Path file = directory.resolve("model.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  @Test
  void aModelFileReplacesTheInitialWeights() throws IOException {
    MultiLayerNetwork network = trained();

    TrainingRun run = startFrom(saved(network), builder -> builder);

    assertEqual(tensors(run), network.paramTable());
    assertThat(run.notes())
        .containsExactly(
            "weights: start from those of " + directory.resolve("model.zip"),
            "weights: the optimizer state that comes with them is dropped; the run begins with its"
                + " own, at 0");
  }

  @Test
  void aModelOfAnotherArchitectureIsRefusedTensorByTensor() throws IOException {
    Path model = saved(trained());

    assertThatThrownBy(
            () ->
                startFrom(
                    model,
                    builder ->
                        builder.multiLayerNetwork(base -> TinyExperiments.rectified(base, false))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("do not fit the network:\n")
        .hasMessageContaining("0_b: missing, but shape [4] in the network")
        .hasMessageContaining("Start from a model of the same architecture");
  }

  @Test
  void aModelFileThatIsNoneIsRefused() throws IOException {
    Path none = Files.writeString(directory.resolve("model.txt"), "weights");

    assertThatThrownBy(() -> startFrom(none, builder -> builder))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("cannot start from ")
        .hasMessageContaining(none.toString());
    assertThatThrownBy(() -> startFrom(directory.resolve("none"), builder -> builder))
        .hasMessage(
            "there is no " + directory.resolve("none") + ": name a model file to start from");
  }

  @Test
  void aNetworkThatWasNeverTrainedHasNoOptimizerState() {
    MultiLayerNetwork network = new MultiLayerNetwork(TinyExperiments.cnn(own(), true));
    network.init();

    assertThat(Deeplearning4jNetwork.of(network).hasUpdaterState()).isFalse();
    assertThat(Deeplearning4jNetwork.of(trained()).hasUpdaterState()).isTrue();
  }
}
