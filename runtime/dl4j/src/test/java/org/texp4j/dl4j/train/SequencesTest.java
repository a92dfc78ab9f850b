package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TwoTowers;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.dl4j.train.SequenceKinds.Kind;
import org.texp4j.schedule.RecipeForm;

/**
 * Whatever a network computes of sequences, with masks, a run trains it as Deeplearning4j's fit
 * does, resumes to the bit and is evaluated by Deeplearning4j's own evaluation.
 */
class SequencesTest {

  private static final double RATE = 0.1;
  private static final double DECAY = 0.02;

  /** Some thousand units in the last place of a double, over a few steps. */
  private static final double ROUNDING = 1e-12;

  static List<Kind> all() {
    return SequenceKinds.all();
  }

  static List<Kind> sampled() {
    return Thorough.orEvery(8, SequenceKinds.all());
  }

  static List<Kind> convertible() {
    return sampled().stream().filter(Kind::converts).toList();
  }

  static Experiment experiment(Kind kind, RecipeForm form, double momentum) {
    return builder(kind, form, momentum).build();
  }

  static Experiment.Builder builder(Kind kind, RecipeForm form, double momentum) {
    Experiment.Builder builder =
        Experiment.named("sequences")
            .seed(3)
            .batchSize(SequenceKinds.BATCH)
            .trainingExamples((long) SequenceKinds.BATCH * SequenceKinds.STEPS)
            .recipe(
                stepsPerEpoch ->
                    TinyExperiments.constantRecipe(2 * stepsPerEpoch, RATE, DECAY, momentum),
                form)
            .trainingMultiData(request -> iterator(kind.batches()))
            .evaluationMultiData(request -> iterator(kind.batches()))
            .loop(
                run -> {
                  while (run.hasNext()) {
                    run.takeStep(run.nextBatch());
                  }
                })
            .declarationDigest("5e9");
    boolean graph = kind.network().apply(new NeuralNetConfiguration.Builder()).graph() != null;
    return graph
        ? builder.computationGraph(base -> kind.network().apply(base).graph())
        : builder.multiLayerNetwork(base -> kind.network().apply(base).layers());
  }

  private static TwoTowers.Batches iterator(List<DataSet> batches) {
    return new TwoTowers.Batches(
        batches.stream().<MultiDataSet>map(DataSet::toMultiDataSet).toList());
  }

  static Model plain(Kind kind, INDArray parameters) {
    SequenceKinds.Configured configured =
        kind.network()
            .apply(
                new NeuralNetConfiguration.Builder()
                    .dataType(parameters.dataType())
                    .updater(new Sgd(RATE))
                    .l2(DECAY));
    if (configured.graph() != null) {
      ComputationGraph graph = new ComputationGraph(configured.graph());
      graph.init();
      graph.setParams(parameters.dup());
      return graph;
    }
    MultiLayerNetwork network = new MultiLayerNetwork(configured.layers());
    network.init();
    network.setParams(parameters.dup());
    return network;
  }

  /** Features are of the network's type, since Deeplearning4j's fit does not always widen them. */
  static void fit(Model network, DataSet given) {
    DataSet batch =
        new DataSet(
            given.getFeatures().castTo(network.params().dataType()),
            given.getLabels(),
            given.getFeaturesMaskArray(),
            given.getLabelsMaskArray());
    if (network instanceof ComputationGraph graph) {
      graph.fit(batch);
    } else {
      ((MultiLayerNetwork) network).fit(batch);
    }
  }

  /** The penalty for weight decay in the score. */
  private static double penalty(Model network) {
    return network instanceof ComputationGraph graph
        ? graph.calcRegularizationScore(true)
        : ((MultiLayerNetwork) network).calcRegularizationScore(true);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void isTrainedAsByFit(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.WEIGHT_DECAY, 0);
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    INDArray before = run.network().parameters().dup();
    Model fitted = plain(kind, before);
    List<DataSet> batches = kind.batches();

    while (run.hasNext()) {
      int inEpoch = (int) (run.step() % batches.size());
      run.takeStep(run.nextBatch());
      double penalty = penalty(fitted);
      fit(fitted, batches.get(inEpoch));
      assertThat(run.loss()).isCloseTo(fitted.score() - penalty, withPercentage(1e-8));
    }

    INDArray after = run.network().parameters();
    double moved = after.distance2(before);
    assertThat(moved).isGreaterThan(1e-3);
    assertThat(after.distance2(fitted.params().reshape(after.shape())))
        .isLessThan(ROUNDING * (1 + moved));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convertible")
  void isTheSameInTheExponentialForm(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.TEXP_PLUS_PLUS, 0.9);

    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(4, check -> {}))
        .isNotEmpty()
        .allMatch(TwinCheck::isPassed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convertible")
  void resumesBitIdentically(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.TEXP_PLUS_PLUS, 0.9);
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    while (whole.step() < SequenceKinds.STEPS + 2) {
      whole.takeStep(whole.nextBatch());
    }
    RunSnapshot snapshot = whole.snapshot();
    whole.train();

    TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
    resumed.restore(snapshot);
    resumed.train();

    assertThat(Bits.of(resumed.network().parameters()))
        .isEqualTo(Bits.of(whole.network().parameters()));
    assertThat(resumed.loss()).isEqualTo(whole.loss());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convertible")
  void isEvaluatedAsByDeeplearning4j(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.WEIGHT_DECAY, 0);
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    run.train();
    ListDataSetIterator<DataSet> data =
        new ListDataSetIterator<>(
            kind.batches().stream().flatMap(batch -> batch.asList().stream()).toList(),
            SequenceKinds.BATCH);
    Evaluation expected =
        run.network().model() instanceof ComputationGraph graph
            ? graph.evaluate(data)
            : ((MultiLayerNetwork) run.network().model()).evaluate(data);

    Evaluation actual =
        (Evaluation)
            Evaluator.open(experiment, RunSettings.of(experiment))
                .orElseThrow()
                .evaluate(run)
                .evaluations()
                .values()
                .iterator()
                .next();

    assertThat(actual.getNumRowCounter()).isEqualTo(expected.getNumRowCounter());
    assertThat(actual.getConfusionMatrix()).isEqualTo(expected.getConfusionMatrix());
  }
}
