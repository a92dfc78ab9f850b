package org.texp4j.dl4j.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.command.Invocation;
import org.texp4j.dl4j.internal.setup.NetworkDeclaration;
import org.texp4j.dl4j.internal.setup.Seed;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.Updates;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

/**
 * What a user of Deeplearning4j may expect of each kind of program.
 *
 * <p>Twins, naive growth and resuming of a sample, or of all with {@code -Dtexp4j.thorough}.
 */
class ProgramsTest {

  /** Some thousand units in the last place of a double, over a few steps. */
  private static final double ROUNDING = 1e-12;

  private static final Path PAGE = Path.of("..", "..", "docs", "programs.md");

  @TempDir private Path directory;

  static List<Program> programs() {
    return Programs.all();
  }

  static List<Program> sampled() {
    return Thorough.orEvery(6, programs());
  }

  static List<Program> converted() {
    return Thorough.orEvery(6, programs().stream().filter(Program::isConverted).toList());
  }

  private static RunSettings inDouble(Experiment experiment) {
    return RunSettings.of(experiment).withDataType(DataType.DOUBLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void isTrainedAndEvaluatedAsByDeeplearning4j(Program program) throws IOException {
    Experiment experiment = program.experiment(RecipeForm.WEIGHT_DECAY);
    TrainingRun run = TrainingRun.start(experiment, inDouble(experiment));
    INDArray before = run.network().parameters().dup();
    Model plain = program.plain();
    if (experiment.network().orElseThrow() instanceof Experiment.Network.Initialized) {
      assertThat(Bits.of(plain.params())).isEqualTo(Bits.of(before));
    } else {
      plain.setParams(before.dup().reshape(plain.params().shape()));
    }

    while (run.hasNext()) {
      long step = run.step();
      Batch batch = run.nextBatch();
      run.takeStep(batch);
      // The same random numbers for both, if the network draws any.
      Nd4j.getRandom().setSeed(new Seed(experiment.seed()).child("dropout at step " + step));
      fit(plain, batch);
      if (run.step() % run.stepsPerEpoch() == 0) {
        endEpoch(plain);
      }

      assertThat(distance(run.network().parameters(), plain.params()))
          .as("after step %d", step)
          .isLessThan(ROUNDING);
    }

    assertThat(run.network().parameters().distance2(before)).isGreaterThan(1e-4);
    EvaluationResult result = Evaluator.open(experiment, inDouble(experiment)).get().evaluate(run);
    Map<String, Double> expected = program.metrics().of(plain, 0, program.batches());
    assertThat(result.byName().keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(Files.readString(PAGE)).contains(row(program, expected.keySet()));
    assertThat(evaluationInInfo(program)).containsAll(expected.keySet());
    expected.forEach(
        (metric, value) ->
            assertThat(result.byName().get(metric))
                .as(metric)
                .satisfiesAnyOf(
                    actual -> assertThat(actual).isCloseTo(value, within(1e-9)),
                    actual -> assertThat(actual).isNaN().isEqualTo(value)));
  }

  /** The metrics that info names, some only for labels of some kind. */
  private static List<String> evaluationInInfo(Program program) {
    return Invocation.of(program.experiment(), "info").outLines().stream()
        .filter(line -> line.startsWith("evaluation "))
        .flatMap(line -> Stream.of(line.split("[ ,()]+")))
        .toList();
  }

  @Test
  void infoSaysWhatTheMetricsDependOn() {
    assertThat(info("one of several classes")).contains("evaluation    accuracy");
    assertThat(info("yes or no"))
        .contains(
            "evaluation    accuracy, f1 (mse, mae if the labels are the features, or not all 0 or"
                + " 1)");
    assertThat(info("two heads"))
        .contains(
            "evaluation    loss, kind.accuracy, size.mse, size.mae, size.r2 (size.mse, size.mae if"
                + " the labels are the features)");
    assertThat(info("variational autoencoder"))
        .contains(
            "evaluation    loss, row-again.mse, row-again.mae, row-again.r2 (row-again.mse,"
                + " row-again.mae if the labels are the features)");
  }

  private static List<String> info(String name) {
    Program named =
        programs().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return Invocation.of(named.experiment(), "info").outLines();
  }

  /** The row of the page for a program. */
  static String row(Program program, Set<String> metrics) {
    Experiment experiment = program.experiment();
    long weights =
        NetworkDeclaration.configure(
                experiment, DataType.FLOAT, experiment.recipe(experiment.stepsPerEpoch()))
            .proof()
            .verdicts()
            .size();
    return "\n| "
        + program.name()
        + " | "
        + weights
        + " | "
        + program.converted().size()
        + " | "
        + String.join(", ", metrics)
        + " |\n";
  }

  @Test
  void thePageHasNoOtherRows() throws IOException {
    String table = Files.readString(PAGE).split("## All kinds that are tested", 2)[1];

    assertThat(table.lines().filter(line -> line.startsWith("| "))).hasSize(2 + programs().size());
    assertThat(programs()).extracting(Program::name).doesNotHaveDuplicates();
  }

  private static void fit(Model network, Batch batch) {
    if (network instanceof MultiLayerNetwork layers) {
      layers.fit(batch.toDataSet());
    } else {
      ((ComputationGraph) network).fit(batch.toMultiDataSet());
    }
  }

  private static void endEpoch(Model network) {
    if (network instanceof MultiLayerNetwork layers) {
      layers.incrementEpochCount();
    } else {
      ((ComputationGraph) network).incrementEpochCount();
    }
  }

  private static double distance(INDArray actual, INDArray expected) {
    INDArray truth = expected.reshape(expected.length());
    return actual.sub(truth).norm2Number().doubleValue() / truth.norm2Number().doubleValue();
  }

  private static final Pattern CONVERTED = Pattern.compile("(\\S+) +converted +\\d.*");

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void infoSaysWhatIsConverted(Program program) {
    Invocation info = Invocation.of(program.experiment(), "info");

    assertThat(info.code()).as(info.err()).isZero();
    assertThat(info.outLines())
        .map(CONVERTED::matcher)
        .filteredOn(Matcher::matches)
        .map(match -> match.group(1))
        .containsExactlyInAnyOrderElementsOf(program.converted());
    assertThat(info.outLines())
        .filteredOn(line -> line.startsWith("network: ") || line.startsWith("weights: "))
        .containsExactlyElementsOf(program.notes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void theLossHasNoPenalty(Program program) {
    assertThat(firstLoss(program.experiment(RecipeForm.WEIGHT_DECAY)))
        .isCloseTo(firstLoss(program.withoutDecay()), withinPercentage(1e-8));
  }

  private static double firstLoss(Experiment experiment) {
    TrainingRun run = TrainingRun.start(experiment, inDouble(experiment));
    run.takeStep(run.nextBatch());
    return run.loss();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("converted")
  void bothFormsAreOneRun(Program program) {
    Experiment experiment = program.experiment();

    List<TwinCheck> checks =
        Twins.start(experiment, RunSettings.of(experiment)).run(2, check -> {});

    assertThat(checks)
        .hasSize(4)
        .allMatch(TwinCheck::isPassed)
        .allMatch(check -> check.deviation().worst() <= Twins.STRICT_BOUND);
  }

  /** The textbook's growth, as if there were no momentum. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("converted")
  void aRateThatGrowsNaivelyIsAnotherRun(Program program) {
    Experiment experiment = program.experiment();
    TrainingRun naive = TrainingRun.start(experiment, inDouble(experiment));
    TrainingRun declared =
        TrainingRun.start(experiment, inDouble(experiment).withForm(RecipeForm.WEIGHT_DECAY));
    while (declared.hasNext()) {
      Batch batch = declared.nextBatch();
      declared.takeStep(batch);
      Step step = naive.nextStep();
      double growth = Math.pow(1 - Program.RATE * Program.DECAY, -(2.0 * step.index() + 1));
      naive.computeGradient(batch);
      Updates updates = Updates.in(Networks.of(naive).updater());
      updates.prepare(step, /* shift= */ 0);
      updates.prepare(ParameterGroup.CONVERTED, withoutDecay(step, Program.RATE * growth));
      Networks.of(naive).update();
      naive.carry(step);
    }

    INDArray mapped = naive.state().toWeightDecay(naive.coordinates()).parameters();
    assertThat(distance(mapped, declared.network().parameters()))
        .isGreaterThan(1e3 * Twins.STRICT_BOUND);
  }

  private static Step withoutDecay(Step step, double rate) {
    return new Step(
        step.index(),
        step.rule(),
        rate,
        /* weightDecay= */ 0,
        step.momentum(),
        /* alpha= */ 1,
        Coordinates.IDENTITY,
        Coordinates.IDENTITY,
        Coordinates.IDENTITY,
        ScaledDouble.of(rate, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sampled")
  void resumesBitIdentically(Program program) throws IOException {
    Experiment experiment = program.experiment();
    Path checkpoint = directory.resolve("checkpoint");
    TrainingRun whole = train(experiment, start -> {}, checkpoint);

    TrainingRun resumed =
        train(experiment, run -> run.restore(read(checkpoint).snapshot()), checkpoint);

    assertThat(Bits.of(resumed.network().parameters()))
        .isEqualTo(Bits.of(whole.network().parameters()));
    assertThat(resumed.loss()).isEqualTo(whole.loss());
  }

  private static Checkpoint read(Path file) {
    try {
      return CheckpointFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrainingRun train(
      Experiment experiment, Consumer<TrainingRun> restoring, Path checkpoint) throws IOException {
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    restoring.accept(run);
    while (run.hasNext()) {
      run.takeStep(run.nextBatch());
      if (run.step() == ProgramData.BATCHES - 1) {
        CheckpointFile.write(checkpoint, run, Progress.NONE);
      }
    }
    return run;
  }
}
