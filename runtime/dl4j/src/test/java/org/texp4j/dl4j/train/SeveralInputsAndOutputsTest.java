package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.TwoTowers;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.schedule.RecipeForm;

/** Networks with several inputs and outputs are trained as by Deeplearning4j's {@code fit}. */
class SeveralInputsAndOutputsTest {

  private static final double RATE = 0.05;
  private static final double DECAY = 0.02;
  private static final long STEPS = 4 * TwoTowers.STEPS_PER_EPOCH;

  /** Some thousand units in the last place of a double. */
  private static final double ROUNDING = 1e-12;

  @TempDir private Path directory;

  /** Which network. */
  enum Kind {
    IMAGES_AND_ROWS,
    MASKED_SEQUENCES;

    private ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
      return this == IMAGES_AND_ROWS ? TwoTowers.network(base, true) : TwoTowers.recurrent(base);
    }

    private List<MultiDataSet> batches() {
      return this == IMAGES_AND_ROWS ? TwoTowers.batches() : TwoTowers.sequences();
    }

    private Experiment experiment(RecipeForm form) {
      return TwoTowers.experiment(constantRecipe(STEPS, RATE, DECAY, 0), form)
          .computationGraph(this::network)
          .trainingMultiData(request -> new TwoTowers.Batches(batches()))
          .evaluationMultiData(request -> new TwoTowers.Batches(batches()))
          .build();
    }
  }

  private static final Experiment IMAGES =
      Kind.IMAGES_AND_ROWS.experiment(RecipeForm.TEXP_PLUS_PLUS);

  private static RunSettings inDouble(Experiment experiment) {
    return RunSettings.of(experiment).withDataType(DataType.DOUBLE);
  }

  @ParameterizedTest
  @EnumSource
  void everyStepIsThatOfFit(Kind kind) {
    Experiment experiment = kind.experiment(RecipeForm.WEIGHT_DECAY);
    TrainingRun run = TrainingRun.start(experiment, inDouble(experiment));
    ComputationGraph fitted =
        new ComputationGraph(
            kind.network(
                new NeuralNetConfiguration.Builder()
                    .dataType(DataType.DOUBLE)
                    .updater(new Sgd(RATE))
                    .l2(DECAY)));
    fitted.init();
    fitted.setParams(run.network().parameters().dup());

    while (run.hasNext()) {
      int inEpoch = (int) (run.step() % TwoTowers.STEPS_PER_EPOCH);
      run.takeStep(run.nextBatch());
      fitted.fit(kind.batches().get(inEpoch));

      assertThat(distance(run.network().parameters(), fitted.params()))
          .as("after step %d", run.step())
          .isLessThan(ROUNDING);
    }
  }

  private static double distance(INDArray actual, INDArray expected) {
    INDArray truth = expected.reshape(expected.length());
    return actual.sub(truth).norm2Number().doubleValue() / truth.norm2Number().doubleValue();
  }

  @Test
  void bothFormsAreOneRun() {
    RunSettings settings =
        RunSettings.of(IMAGES).stoppingAfter(OptionalLong.empty(), OptionalLong.of(STEPS));

    List<TwinCheck> checks = Twins.start(IMAGES, settings).run(4, check -> {});

    assertThat(checks)
        .hasSize(7)
        .allMatch(TwinCheck::isPassed)
        .allMatch(check -> check.deviation().worst() <= Twins.STRICT_BOUND);
  }

  @ParameterizedTest
  @EnumSource
  void resumesBitIdentically(Kind kind) throws IOException {
    Experiment experiment = kind.experiment(form(kind));
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    Path checkpoint = directory.resolve("checkpoint");
    while (whole.hasNext()) {
      whole.takeStep(whole.nextBatch());
      if (whole.step() == TwoTowers.STEPS_PER_EPOCH + 2) {
        CheckpointFile.write(checkpoint, whole, Progress.NONE);
      }
    }

    TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
    resumed.restore(CheckpointFile.read(checkpoint).snapshot());
    resumed.train();

    assertThat(Bits.of(resumed.network().parameters()))
        .isEqualTo(Bits.of(whole.network().parameters()));
    assertThat(resumed.loss()).isEqualTo(whole.loss());
  }

  /** Recurrent layers feed no normalization here, so there is nothing to convert. */
  private static RecipeForm form(Kind kind) {
    return kind == Kind.IMAGES_AND_ROWS ? RecipeForm.TEXP_PLUS_PLUS : RecipeForm.WEIGHT_DECAY;
  }

  /** Without normalization, which normalizes each part by itself. */
  @Test
  void aGradientInPartsIsThatOfTheWhole() {
    Experiment experiment =
        TwoTowers.experiment(constantRecipe(STEPS, RATE, DECAY, 0.9), RecipeForm.WEIGHT_DECAY)
            .computationGraph(base -> TwoTowers.network(base, false))
            .build();
    TrainingRun whole = TrainingRun.start(experiment, inDouble(experiment));
    TrainingRun inParts = TrainingRun.start(experiment, inDouble(experiment).withParts(3));

    while (whole.hasNext()) {
      whole.takeStep(whole.nextBatch());
      inParts.takeStep(inParts.nextBatch());
      assertThat(inParts.loss()).isCloseTo(whole.loss(), within(ROUNDING * whole.loss()));
    }

    assertThat(distance(inParts.network().parameters(), whole.network().parameters()))
        .isLessThan(ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void eachOutputIsEvaluatedByItsNameAndTheLossIsPrimary(Kind kind) {
    Experiment experiment = kind.experiment(form(kind));
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    ComputationGraph network = (ComputationGraph) run.network().model();
    double loss = 0;
    for (MultiDataSet batch : kind.batches()) {
      loss +=
          (network.score(batch, false) - network.calcRegularizationScore(true))
              / TwoTowers.STEPS_PER_EPOCH;
    }
    Map<Integer, IEvaluation<?>[]> expected =
        Map.of(
            0, new IEvaluation<?>[] {new Evaluation()},
            1, new IEvaluation<?>[] {new RegressionEvaluation()});
    for (MultiDataSet batch : kind.batches()) {
      INDArray[] outputs =
          network.output(
              false,
              batch.getFeatures(),
              batch.getFeaturesMaskArrays(),
              batch.getLabelsMaskArrays());
      for (int i = 0; i < outputs.length; i++) {
        expected.get(i)[0].eval(batch.getLabels(i), outputs[i], batch.getLabelsMaskArray(i));
      }
    }
    String first = kind == Kind.IMAGES_AND_ROWS ? "kind" : "steps";

    EvaluationResult result =
        Evaluator.open(experiment, RunSettings.of(experiment)).orElseThrow().evaluate(run);

    assertThat(result.byName().keySet())
        .containsExactly("loss", first + ".accuracy", "size.mse", "size.mae", "size.r2");
    assertThat(result.primaryValue()).isCloseTo(loss, within(1e-6));
    assertThat(result.value(first + ".accuracy"))
        .hasValue(((Evaluation) expected.get(0)[0]).accuracy());
    assertThat(result.value("size.mse"))
        .hasValue(((RegressionEvaluation) expected.get(1)[0]).averageMeanSquaredError());
    assertThat(result.evaluations()).containsOnlyKeys(first, "size");
  }

  @Test
  void aDataSetIteratorIsRefusedForThem() {
    Experiment experiment =
        TwoTowers.experiment(constantRecipe(STEPS, RATE, DECAY, 0), RecipeForm.WEIGHT_DECAY)
            .trainingData(request -> new ListDataSetIterator<>(single(), 1))
            .build();

    assertThatThrownBy(() -> TrainingRun.start(experiment, RunSettings.of(experiment)))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessage(
            "the network has 2 inputs and 2 outputs, but a DataSetIterator gives one array of"
                + " features and one of labels: let the @TrainingData method return a"
                + " MultiDataSetIterator");
  }

  private static List<org.nd4j.linalg.dataset.DataSet> single() {
    return TwoTowers.batches().stream()
        .map(batch -> new org.nd4j.linalg.dataset.DataSet(batch.getFeatures(1), batch.getLabels(1)))
        .toList();
  }

  @Test
  void batchesWithOtherNumbersOfArraysAreRefused() {
    List<MultiDataSet> batches =
        single().stream().<MultiDataSet>map(each -> each.toMultiDataSet()).toList();
    Experiment.Builder experiment =
        TwoTowers.experiment(constantRecipe(STEPS, RATE, DECAY, 0), RecipeForm.WEIGHT_DECAY);
    Experiment training =
        experiment.trainingMultiData(request -> new TwoTowers.Batches(batches)).build();
    String counts =
        "the network has 2 inputs (image, row) and 2 outputs (kind, size), but a batch has one"
            + " array of features and one array of labels: let the %s iterator give one for each";

    assertThatThrownBy(() -> TrainingRun.start(training, RunSettings.of(training)))
        .isInstanceOf(TrainingException.class)
        .hasMessage(counts, "@TrainingData");

    Experiment evaluated =
        TwoTowers.experiment(constantRecipe(STEPS, RATE, DECAY, 0), RecipeForm.WEIGHT_DECAY)
            .evaluationMultiData(request -> new TwoTowers.Batches(batches))
            .build();
    TrainingRun run = TrainingRun.start(evaluated, RunSettings.of(evaluated));
    Evaluator evaluator = Evaluator.open(evaluated, RunSettings.of(evaluated)).orElseThrow();
    assertThatThrownBy(() -> evaluator.evaluate(run))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(counts, "@EvaluationData");
  }
}
