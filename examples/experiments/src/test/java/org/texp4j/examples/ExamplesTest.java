package org.texp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.command.ExperimentCommand;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.examples.Example03ToyExample.Stay;
import org.texp4j.examples.Example03ToyExample.Trajectory;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;

/** Each numbered example, at a size of seconds, does what its header says. */
class ExamplesTest {

  /** Losses of twins in float, over the first few steps. */
  private static final double ROUNDING = 1e-4;

  @TempDir private Path directory;

  @Test
  void example01TrainsOneCurveTwice() throws IOException {
    List<RecordedRun> forms = Example01FirstSchedule.compare(batches(4));

    assertSameLosses(forms);
    assertThat(forms.get(0).logRates()).containsOnly(-1.0);
    assertThat(forms.get(1).logRates()).isSorted().doesNotHaveDuplicates();
    assertThat(directory.resolve("twins-loss.svg")).exists();
    assertThat(directory.resolve("twins-rate.svg")).exists();
  }

  /** Twenty roundings of a unit vector. */
  private static final double RIGHT = 20 * 0x1p-52;

  @Test
  void example02ShowsWhereTheNaiveWaysPart() {
    int steps = 100;
    Plan heavyBall = Example02NaiveMistakes.plan(Sgd.HEAVY_BALL);
    assertThat(angles(Example02NaiveMistakes.heavyBall(heavyBall), steps))
        .allMatch(angle -> angle < RIGHT);
    assertThat(angles(Example02NaiveMistakes.closedForm(true), steps))
        .allMatch(angle -> angle < RIGHT);

    List<Double> fromZero = angles(Example02NaiveMistakes.closedForm(false), steps);
    List<Double> inNesterovs =
        Example02NaiveMistakes.angles(
            Example02NaiveMistakes.nesterovs(Example02NaiveMistakes.constantRate(), 5e-4),
            Example02NaiveMistakes.nesterovs(Example02NaiveMistakes.convertedRate(), 0),
            steps);
    assertThat(List.of(fromZero, inNesterovs))
        .allMatch(mistake -> mistake.get(0) > 1e-7 && mistake.get(steps - 1) > 1e-3);
  }

  private static List<Double> angles(Example02NaiveMistakes.Optimizer converted, int steps) {
    return Example02NaiveMistakes.angles(
        Example02NaiveMistakes.heavyBallWithDecay(), converted, steps);
  }

  /** The run whose figures docs/paper.md gives. */
  @Test
  void example03ComesToRestWithEitherAndNotWithBoth() throws IOException {
    List<Trajectory> trajectories = Example03ToyExample.trainAll();

    Trajectory decay = trajectories.get(0);
    Trajectory normalization = trajectories.get(1);
    Trajectory both = trajectories.get(2);
    assertThat(both.secondHalf().min().orElseThrow())
        .as("both together never come to rest")
        .isGreaterThan(decay.secondHalf().max().orElseThrow())
        .isGreaterThan(normalization.secondHalf().max().orElseThrow());
    assertThat(trajectories.get(3).meanErrorOfSecondHalf())
        .as("only ηλ counts")
        .isCloseTo(both.meanErrorOfSecondHalf(), withinPercentage(1));
    assertThat(trajectories.get(4).meanErrorOfSecondHalf())
        .as("the floor of decay alone is proportional to √η")
        .isCloseTo(2 * decay.meanErrorOfSecondHalf(), withinPercentage(5));
    assertThat(normalization.squaredNorms()).as("steps orthogonal to w").isSorted();

    String paper = Files.readString(Path.of("../../docs/paper.md"));
    for (Trajectory each : trajectories) {
      assertThat(paper).as(each.classifier().name()).contains(rowOfPaper(each));
    }
    for (double angle : Example03ToyExample.ANGLES) {
      assertThat(paper).as("stays").contains(rowOfPaper(angle, both.stays(angle)));
    }
  }

  private static String rowOfPaper(Trajectory trajectory) {
    return String.format(
        Locale.ROOT,
        "| %.4f | %.4f … %.4f |",
        trajectory.meanErrorOfSecondHalf(),
        trajectory.secondHalf().min().orElseThrow(),
        trajectory.secondHalf().max().orElseThrow());
  }

  private static String rowOfPaper(double angle, List<Stay> stays) {
    Stay longest = Example03ToyExample.longest(stays);
    return String.format(
        Locale.ROOT,
        "| %.4f | %d | %d | %.0f |",
        angle / Math.PI,
        stays.size(),
        longest.length(),
        longest.bound());
  }

  /** Twice the weights, four times the rate, a fourth of the decay: the same bits. */
  @Test
  void example03IsTheSameRunWhenScaledByAPowerOfTwo() {
    List<Trajectory> runs =
        Example03ToyExample.train(
            4,
            50,
            Example03ToyExample.BOTH,
            new Example03ToyExample.Classifier("scaled", true, 0.4, 0.025, 0.2));

    assertThat(runs.get(1).errors()).containsExactly(runs.get(0).errors());
  }

  /** Theorem 3.1, with a run that starts at a large norm, which takes long to shrink. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.055, 0.06, 0.065})
  void example03StaysBelowAnErrorNoLongerThanTheBound(double angle) {
    Trajectory run =
        Example03ToyExample.train(
                5, 1_500, new Example03ToyExample.Classifier("large", true, 0.1, 0.1, 1))
            .get(0);
    List<Stay> stays = run.stays(angle);

    assertThat(stays).isNotEmpty().allMatch(stay -> stay.length() <= stay.bound());
    assertThat(stays)
        .as("the first, while ‖w‖ shrinks, is long")
        .anyMatch(stay -> stay.length() > 30);
  }

  /** What Theorem 3.1 is made of. */
  @Test
  void example03ShrinksWithinTheConeUntilAStepLeavesIt() {
    double angle = 0.065;
    Trajectory run = Example03ToyExample.train(6, 1_500, Example03ToyExample.BOTH).get(0);
    double fall = Example03ToyExample.fall(run.classifier(), angle);
    double[] norms = run.squaredNorms();
    for (Stay stay : run.stays(angle)) {
      for (int step = stay.from() + 1; step < stay.from() + stay.length(); step++) {
        assertThat(Math.log(norms[step - 1] / norms[step])).isGreaterThan(fall);
      }
    }

    double[][] batch = new double[Example03ToyExample.BATCH][Example03ToyExample.DIMENSION];
    StandardNormal random = new StandardNormal(7);
    for (int trial = 0; trial < 50; trial++) {
      double[] w = new double[Example03ToyExample.DIMENSION];
      w[0] = Math.sqrt(Example03ToyExample.thrownOutBelow(run.classifier(), angle));
      Example03ToyExample.draw(batch, random);
      Example03ToyExample.step(run.classifier(), w, batch);
      assertThat(Example03ToyExample.error(w)).isGreaterThan(2 * angle / Math.PI);
    }
  }

  @Test
  void example04GrowsByOneFactorFromTheFirstStep() throws IOException {
    List<RecordedRun> forms = Example04ConstantRate.compare(batches(5));

    assertSameLosses(forms);
    List<Double> growth = new ArrayList<>();
    List<Double> rates = forms.get(1).logRates();
    for (int step = 1; step < rates.size(); step++) {
      growth.add(rates.get(step) - rates.get(step - 1));
    }
    double expected = 2 * -Math.log10(Example04ConstantRateTraining.PLAN.at(0).alpha());
    assertThat(growth).allSatisfy(each -> assertThat(each).isCloseTo(expected, offset(1e-14)));
    // ‖w̃‖²/η̃ = P'²‖w‖²/(PP'η) = ‖w‖²/(αη).
    for (int step = 0; step < 5; step++) {
      assertThat(forms.get(1).logNormOverRate(step) - forms.get(0).logNormOverRate(step))
          .isCloseTo(expected / 2, offset(ROUNDING));
    }
  }

  @Test
  void example05RatesAreThoseOfTheClosedForm() {
    Plan plan = Example05StepDecayTexpPlusPlusTraining.PLAN;
    List<Double> closedForm = Example05StepDecay.closedForm(plan);
    List<Double> texp = Example05StepDecay.rates(Plan.of(plan.recipe(), RecipeForm.TEXP));

    assertThat(texp).hasSize(6);
    for (int i = 0; i < 6; i++) {
      // Logarithms near 1, of some hundred roundings.
      assertThat(texp.get(i)).isCloseTo(closedForm.get(i), offset(1e-13));
    }
  }

  /** TEXP's rates do not depend on its corrections; TEXP++ falls behind by this and no more. */
  @Test
  void example05TheGapOfTexpWithoutCorrectionsForTheUsualRecipe() {
    Recipe usual = Example09PreResNet32StepsTraining.PLAN.recipe();
    PlanCursor texp = Plan.of(usual, RecipeForm.TEXP).withoutCorrections().cursor();
    PlanCursor texpPlusPlus = Plan.of(usual, RecipeForm.TEXP_PLUS_PLUS).cursor();
    while (texp.hasNext()) {
      double gap = (texpPlusPlus.next().rate().log2() - texp.next().rate().log2()) * Math.log(2);
      if (texp.position() > 100) {
        assertThat(gap).isCloseTo(-9.1e-3, offset(1e-4));
      }
    }
  }

  @Test
  void example05AllFormsBeginAsTheDeclaredRun() {
    Experiment declared = Example05StepDecayTexpPlusPlusTraining.EXPERIMENT;
    List<RecordedRun> forms =
        new ArrayList<>(RecordedRun.trainBothForms(declared, batches(2).settings(declared)));
    forms.add(
        Example05StepDecay.train("TEXP", Example05StepDecayTexpTraining.EXPERIMENT, batches(2)));
    RecordedRun otherSeed =
        Example05StepDecay.train("other seed", declared.withSeed(declared.seed() + 1), batches(2));

    assertSameLosses(forms);
    assertThat(otherSeed.losses()).doesNotContainAnyElementsOf(forms.get(0).losses());
  }

  @Test
  void example05TheOtherTwoAreOtherRecipes() {
    Recipe declared = Example05StepDecayTexpPlusPlusTraining.PLAN.recipe();
    Recipe withoutDrops = Plan.of(declared, RecipeForm.TEXP_MINUS_MINUS).equivalentRecipe();
    Recipe instantDrop = Example05StepDecayInstantDropTraining.PLAN.recipe();
    for (long step : new long[] {0, 239, 240, 359, 360, 479}) {
      assertThat(withoutDrops.learningRate().at(step)).isEqualTo(0.1);
      assertThat(withoutDrops.weightDecay().at(step))
          .isCloseTo(0.05 * declared.learningRate().at(step), offset(1e-16));
      assertThat(instantDrop.learningRate().at(step)).isEqualTo(declared.learningRate().at(step));
      assertThat(instantDrop.learningRate().at(step) * instantDrop.weightDecay().at(step))
          .as("so the growth is the same in all phases")
          .isCloseTo(5e-4, offset(1e-18));
    }
  }

  @Test
  void example06ConvertsEveryShape() {
    for (Experiment experiment : Example06OtherShapes.ALL) {
      List<RecordedRun> forms =
          RecordedRun.trainBothForms(experiment, batches(2).settings(experiment));
      assertSameLosses(forms);
    }
    Plan cosine = Example06OtherShapesCosineTraining.PLAN;
    Plan warmUp = Example06OtherShapesWarmUpTraining.PLAN;
    assertThat(cosine.at(0).rate().toDouble()).isGreaterThan(0.1);
    assertThat(warmUp.at(0).rate().toDouble()).isZero();
    assertThat(warmUp.at(0).alpha()).isEqualTo(1);
    Plan restarts = Example06OtherShapesRestartsTraining.PLAN;
    assertThat(restarts.at(80).rate().toDouble())
        .as("the second period begins above the first, by P²")
        .isGreaterThan(1.1 * restarts.at(0).rate().toDouble());
  }

  @Test
  void example07IsTheSameFigureForEveryNormalization() {
    for (Experiment experiment : Example07Normalizations.ALL) {
      List<RecordedRun> forms =
          RecordedRun.trainBothForms(experiment, batches(2).settings(experiment));
      assertSameLosses(forms);
      assertThat(forms.get(1).run().norms())
          .as("%s: both convolutions, each alone", experiment.name())
          .hasSize(2);
    }
  }

  @Test
  void example08FreezesNothingOrAllButTheConvolutions() {
    Experiment everything = Example08EverythingTrainedEverythingTraining.EXPERIMENT;
    Experiment frozen = Example08EverythingTrainedFrozenTraining.EXPERIMENT;
    List<RecordedRun> ofEverything =
        RecordedRun.trainBothForms(everything, batches(2).settings(everything));
    List<RecordedRun> ofFrozen = RecordedRun.trainBothForms(frozen, batches(2).settings(frozen));

    assertSameLosses(ofEverything);
    assertSameLosses(ofFrozen);
    assertThat(Example08EverythingTrained.distancesMoved(everything, ofEverything.get(1)).values())
        .allMatch(change -> change > 0);
    assertThat(Example08EverythingTrained.distancesMoved(frozen, ofFrozen.get(1)))
        .allSatisfy(
            (tensor, change) ->
                assertThat(change > 0).as(tensor).isEqualTo(tensor.matches("[048]_W")));
  }

  /** log₁₀ of TEXP's rate at the ends of phases and after drops, from the paper's closed form. */
  @Test
  void example09HasTheRatesOfThePaper() {
    Plan plan = Example09PreResNet32StepsTraining.PLAN;
    double[] expected = {12.65, 11.65, 12.33, 11.33, 11.64};
    List<Double> rates = Example05StepDecay.rates(Plan.of(plan.recipe(), RecipeForm.TEXP));
    List<Double> closedForm = Example05StepDecay.closedForm(plan);

    assertThat(plan.steps()).isEqualTo(300 * 391);
    for (int i = 0; i < expected.length; i++) {
      assertThat(rates.get(i + 1)).isCloseTo(expected[i], offset(0.005));
      // Logarithms near 10, which a hundred thousand steps multiply out of 1 − α near 1e-4.
      assertThat(rates.get(i + 1)).isCloseTo(closedForm.get(i + 1), offset(1e-11));
    }
  }

  @Test
  void example09TrainsTheConvolutionsOnly() throws IOException {
    Files.write(directory.resolve("data_batch_1.bin"), NoiseImages.cifar10(8));
    Files.write(directory.resolve("test_batch.bin"), NoiseImages.cifar10(8));
    Experiment experiment = Example09PreResNet32StepsTraining.EXPERIMENT;
    RunSettings settings = batches(2).withData(directory).settings(experiment);
    List<RecordedRun> forms = RecordedRun.trainBothForms(experiment, settings);
    INDArray output =
        TrainingRun.start(experiment, settings).network().parameterTable().get("output_W");

    assertSameLosses(forms);
    assertThat(forms.get(1).run().norms())
        .as("fifteen first convolutions alone, the others with those of their stage")
        .hasSize(18);
    assertThat(forms.get(1).run().network().parameterTable().get("output_W")).isEqualTo(output);
  }

  @Test
  void example10EndsWhereTheUnbrokenRunEnds() throws IOException {
    assertThat(Example10ResumeConvertReproduce.run(directory, 2, 3, 4)).isTrue();
  }

  @Test
  void example11TrainsWhatTheOldCodeDid() {
    Example11YourOwnResNet.SideBySide runs =
        Example11YourOwnResNet.SideBySide.start(
            batches(2)
                .settings(Example11YourOwnResNetTraining.EXPERIMENT)
                .withDataType(DataType.DOUBLE));
    while (runs.declared().hasNext()) {
      List<Double> losses = runs.step();
      // In double: rounding, and the sum of squares that the penalty is.
      assertThat(losses.get(0)).isCloseTo(losses.get(1), withinPercentage(1e-9));
      assertThat(losses.get(2)).isCloseTo(losses.get(1), withinPercentage(1e-9));
    }
    INDArray weights = runs.declared().network().parameters();
    assertThat(runs.before().params().distance2(weights))
        .isLessThan(1e-11 * weights.norm2Number().doubleValue());
  }

  @Test
  void deviationsOfTwinsAreThoseOfAnUlp() {
    Experiment experiment = Example07Normalizations_BatchTraining.EXPERIMENT;
    TwinDeviation.Deviations deviations =
        TwinDeviation.measure(
            experiment, batches(4).settings(experiment).withDataType(DataType.FLOAT));

    assertThat(deviations.converted()).hasSize(2);
    assertThat(deviations.converted().get(0).y()).isBetween(-8.0, -5.0);
    assertThat(deviations.perturbed().get(0).y()).isBetween(-8.0, -5.0);
  }

  @Test
  void commandLinesAreReadOrRefused() {
    ExampleOptions read =
        ExampleOptions.parse(
            ExamplesTest.class, "train", "--out", "there", "--epochs", "2", "--seeds", "1");

    assertThat(read.out()).isEqualTo(Path.of("there"));
    assertThat(read.epochs()).isEqualTo(OptionalLong.of(2));
    assertThat(read.seeds()).isEqualTo(1);
    assertThatThrownBy(() -> ExampleOptions.parse(ExamplesTest.class, "--epoch", "2"))
        .hasMessage("unknown option '--epoch'");
    assertThatThrownBy(() -> ExampleOptions.parse(ExamplesTest.class, "--seeds", "0"))
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> ExampleOptions.parse(ExamplesTest.class, "--out"))
        .hasMessage("--out needs a value");
  }

  private ExampleOptions batches(long number) {
    return ExampleOptions.writingTo(directory).stoppingAfter(number);
  }

  private static void assertSameLosses(List<RecordedRun> forms) {
    List<Double> expected = forms.get(0).losses();
    for (RecordedRun form : forms) {
      for (int step = 0; step < expected.size(); step++) {
        assertThat(form.losses().get(step))
            .as("%s, step %s", form.name(), step)
            .isCloseTo(expected.get(step), withinPercentage(100 * ROUNDING));
      }
    }
  }

  @Test
  void example12PredictsNumbers() {
    EvaluationResult result = trained(Example12RegressionTraining.EXPERIMENT, 320);

    assertThat(result.byName()).containsOnlyKeys("mse", "mae", "r2");
    assertThat(result.value("r2").getAsDouble()).isGreaterThan(0.9);
  }

  @Test
  void example13TellsSeveralLabels() {
    EvaluationResult result = trained(Example13SeveralLabelsTraining.EXPERIMENT, 240);

    assertThat(result.primary().name()).isEqualTo("f1");
    assertThat(result.byName()).containsOnlyKeys("f1", "accuracy", "allRight");
    assertThat(result.primaryValue()).isGreaterThan(0.9);
    assertThat(result.value("allRight").getAsDouble())
        .isBetween(0.5, result.value("accuracy").getAsDouble());
  }

  @Test
  void example14TrainsTwoHeads() {
    EvaluationResult result = trained(Example14TwoHeadsTraining.EXPERIMENT, 8);

    assertThat(result.byName().keySet())
        .containsExactly(
            "loss", "class.accuracy", "brightness.mse", "brightness.mae", "brightness.r2");
    assertThat(result.value("class.accuracy").getAsDouble()).isGreaterThan(0.1);
  }

  @Test
  void example15TellsWhatIsOfOneKind() {
    EvaluationResult result = trained(Example15SiameseTraining.EXPERIMENT, 320);

    assertThat(result.primary().name()).isEqualTo("auc");
    assertThat(result.primaryValue()).isGreaterThan(0.9);
    assertThat(result.value("accuracy").getAsDouble()).isGreaterThan(0.8);
  }

  @Test
  void example16HasAnEquivalentOfItsOwnRule() {
    assertThat(
            ExperimentCommand.run(
                Example16YourOwnRuleTraining.EXPERIMENT, "verify", "--steps", "3"))
        .isZero();
    assertThat(trained(Example16YourOwnRuleTraining.EXPERIMENT, 40).primaryValue())
        .isGreaterThan(0.25);
  }

  @Test
  void example17HasAnEquivalentOfMuonAndAdamW() {
    assertThat(ExperimentCommand.run(Example17MuonTraining.EXPERIMENT, "verify", "--steps", "3"))
        .isZero();
    assertThat(trained(Example17MuonTraining.EXPERIMENT, 40).primaryValue()).isGreaterThan(0.4);
  }

  @Test
  void example18TellsTheLargestSumAtEveryTimeStep() {
    EvaluationResult result = trained(Example18LstmWithMasksTraining.EXPERIMENT, 32);

    assertThat(result.byName()).containsOnlyKeys("accuracy");
    assertThat(result.primaryValue()).isGreaterThan(0.7);
  }

  @Test
  void example19FindsThePixelsOfDiscs() {
    EvaluationResult result = trained(Example19UNetTraining.EXPERIMENT, 64);

    assertThat(result.byName()).containsOnlyKeys("overlap", "accuracy", "f1");
    assertThat(result.primary().name()).isEqualTo("overlap");
    assertThat(result.primaryValue()).isGreaterThan(0.6);
  }

  @Test
  void example20LearnsMoreFromWhatATrainedModelSees() throws IOException {
    TrainingRun fashion =
        TrainingRun.start(
            FashionCnnTraining.EXPERIMENT,
            batches(40).settings(FashionCnnTraining.EXPERIMENT).withForm(RecipeForm.WEIGHT_DECAY));
    fashion.train();
    Path model = directory.resolve("model.zip");
    ModelSerializer.writeModel(fashion.network().model(), model.toFile(), false);
    System.setProperty("fashion.model", model.toString());
    try {
      Experiment experiment = Example20TransferLearningTraining.EXPERIMENT;
      TrainingRun run = TrainingRun.start(experiment, batches(20).settings(experiment));
      INDArray frozen = fashion.network().parameterTable().get("4_W");

      run.train();

      assertThat(run.notes())
          .contains("weights: start from those of the network that the @Network method returns");
      assertThat(run.network().parameterTable().get("4_W")).isEqualTo(frozen);
      assertThat(run.norms()).as("the third convolution is converted").hasSize(1);
      assertThat(
              Evaluator.open(experiment, RunSettings.of(experiment))
                  .orElseThrow()
                  .evaluate(run)
                  .primaryValue())
          .isGreaterThan(0.9);
    } finally {
      System.clearProperty("fashion.model");
    }
  }

  private static EvaluationResult trained(Experiment experiment, long steps) {
    RunSettings settings =
        RunSettings.of(experiment).stoppingAfter(OptionalLong.empty(), OptionalLong.of(steps));
    TrainingRun run = TrainingRun.start(experiment, settings);
    run.train();
    return Evaluator.open(experiment, settings).orElseThrow().evaluate(run);
  }
}
