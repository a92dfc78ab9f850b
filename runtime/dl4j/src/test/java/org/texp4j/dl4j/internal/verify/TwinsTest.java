package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.Updates;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/** The exponential run is the weight-decay run; what leaves out a part of the theorem is not. */
class TwinsTest {

  private static final int STEPS = 200;
  private static final double RATE = 0.05;
  private static final double DECAY = 2e-3;
  private static final double MOMENTUM = 0.9;

  private static final Recipe CONSTANT = constantRecipe(STEPS, RATE, DECAY, MOMENTUM);
  private static final Recipe STEPPED =
      new Recipe(
          STEPS,
          Curve.linearWarmup(0, 20, Curve.stepDecay(RATE, 0.1, 40, 65)),
          Curve.constant(DECAY),
          Curve.constant(MOMENTUM));

  static Stream<Arguments> experiments() {
    return Stream.of(
        Arguments.of(
            "convolutions, log-std statistics, constant rate",
            onImages(CONSTANT, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))),
        Arguments.of(
            "convolutions, variance statistics, warm-up from zero and drops",
            onImages(STEPPED, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.cnn(base, false))),
        Arguments.of(
            "dense layers, started on the fixed point",
            onImages(CONSTANT, RecipeForm.EXPONENTIAL)
                .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))),
        Arguments.of(
            "a residual graph, of which two convolutions are invariant only jointly",
            onImages(STEPPED, RecipeForm.TEXP_PLUS_PLUS)
                .computationGraph(TinyExperiments::residual)),
        Arguments.of(
            "a bias that does not start at zero, carried with the running mean",
            onImages(CONSTANT, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.cnn(base.biasInit(0.5), true))),
        Arguments.of(
            "biases under rectifiers, which scale along at degrees 1 and 2",
            onImages(STEPPED, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.rectified(base, true))),
        Arguments.of(
            "the same, and nothing trained but the convolutions' weights",
            onImages(CONSTANT, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.rectified(base, false))
                .trainOnlyInvariant()),
        Arguments.of(
            "with dropout",
            onImages(CONSTANT, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.mlp(base.dropOut(0.8), true))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("experiments")
  void bothFormsAreOneRun(String name, Experiment.Builder experiment) {
    Experiment built = experiment.build();
    int steps = Thorough.orUsual(STEPS, 100);
    RunSettings settings =
        RunSettings.of(built).stoppingAfter(OptionalLong.empty(), OptionalLong.of(steps));

    List<TwinCheck> checks = Twins.start(built, settings).run(20, check -> {});

    assertThat(checks)
        .allMatch(TwinCheck::isPassed)
        .allMatch(check -> check.deviation().worst() <= Twins.STRICT_BOUND)
        .extracting(TwinCheck::step)
        .hasSize(steps / 20 + 1)
        .endsWith((long) steps);
  }

  /** Li and Arora's setting: scales, shifts and the last layer fixed. */
  @Test
  void whereOnlyInvariantTensorsAreTrainedTheRestStays() {
    Experiment experiment =
        onImages(CONSTANT, RecipeForm.TEXP_PLUS_PLUS)
            .computationGraph(TinyExperiments::residual)
            .trainOnlyInvariant()
            .build();
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    Map<String, INDArray> before = new HashMap<>();
    run.network().parameterTable().forEach((name, values) -> before.put(name, values.dup()));

    List<TwinCheck> checks =
        Twins.start(
                experiment,
                RunSettings.of(experiment).stoppingAfter(OptionalLong.empty(), OptionalLong.of(20)))
            .run(10, check -> {});
    run.takeStep(run.nextBatch());

    assertThat(checks)
        .hasSize(3)
        .allMatch(check -> check.deviation().worst() <= Twins.STRICT_BOUND);
    assertThat(before.keySet())
        .filteredOn(name -> !before.get(name).equals(run.network().parameterTable().get(name)))
        .filteredOn(name -> !name.matches(".*_(mean|log10stdev)"))
        .containsExactlyInAnyOrder("stem_W", "conv1_W", "conv2_W");
  }

  @Test
  void aChaoticRecipeIsHeldToWhatRoundingDoesToItself() {
    Experiment experiment =
        onImages(constantRecipe(300, 0.2, 1e-2, MOMENTUM), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();

    List<TwinCheck> checks = Twins.start(experiment, RunSettings.of(experiment)).run(100, c -> {});

    TwinCheck last = checks.get(checks.size() - 1);
    assertThat(checks).allMatch(TwinCheck::isPassed);
    assertThat(checks.get(0).bound()).isEqualTo(Twins.STRICT_BOUND);
    assertThat(last.step()).isEqualTo(300);
    assertThat(last.deviation().worst()).isGreaterThan(Twins.STRICT_BOUND);
    assertThat(last.resynchronized().worst()).isLessThan(Twins.STRICT_BOUND);
  }

  @Test
  void theRateInsideTheVelocityFails() {
    assertFails(
        new Variant() {
          @Override
          public void update(TrainingRun run, Step step) {
            double rate = step.rate().toDouble();
            // Deeplearning4j's Nesterovs and Keras keep the rate in the velocity.
            Sgd rule = new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0);
            take(run, step, plain(rule, rate, step.momentum()));
          }
        });
  }

  @Test
  void aScheduleWithoutKappaFails() {
    PlanCursor withoutMomentum =
        Plan.of(constantRecipe(STEPS, RATE, DECAY, 0), RecipeForm.TEXP_PLUS_PLUS).cursor();
    assertFails(
        new Variant() {
          @Override
          public void update(TrainingRun run, Step step) {
            double rate = withoutMomentum.next().rate().toDouble();
            take(run, step, heavyBall(rate, step.momentum()));
          }
        });
  }

  @Test
  void anEpsilonThatStaysAsItIsFails() {
    assertFails(
        new Variant() {
          @Override
          public void carry(TrainingRun run, Step step) {
            run.carry(step);
            for (String norm : NORMS) {
              ((BatchNormalization) Networks.of(run).layer(norm).conf().getLayer()).setEps(1e-5);
            }
          }
        });
  }

  @Test
  void runningStatisticsThatStayAsTheyAreFail() {
    Deviation deviation =
        deviationOf(
            new Variant() {
              @Override
              public void carry(TrainingRun run, Step step) {
                List<INDArray> statistics =
                    Stream.of(NORMS)
                        .flatMap(norm -> Stream.of(norm + "_mean", norm + "_var"))
                        .map(run.network().parameterTable()::get)
                        .toList();
                List<INDArray> uncarried = statistics.stream().map(INDArray::dup).toList();
                run.carry(step);
                for (int i = 0; i < statistics.size(); i++) {
                  statistics.get(i).assign(uncarried.get(i));
                }
              }
            });

    assertThat(deviation.evaluationOutputs()).isGreaterThan(FAILURE);
    assertThat(deviation.trainingOutputs())
        .as("training does not read running statistics")
        .isLessThan(Twins.STRICT_BOUND);
  }

  @Test
  void theSameLoopWithNothingLeftOutPasses() {
    assertThat(deviationOf(new Variant()).worst()).isLessThan(Twins.STRICT_BOUND);
  }

  private static final long STEPS_WITH_A_MISTAKE = 120;

  /** Five orders of magnitude above the strict bound: no rounding gets there in these few steps. */
  private static final double FAILURE = 1e5 * Twins.STRICT_BOUND;

  private static final String[] NORMS = {"1", "4"};

  /** A training step of which a subclass gets a part wrong. */
  private static class Variant {

    void update(TrainingRun run, Step step) {
      take(run, step, heavyBall(step.rate().toDouble(), step.momentum()));
    }

    void carry(TrainingRun run, Step step) {
      run.carry(step);
    }

    static Step heavyBall(double rate, double momentum) {
      return plain(Sgd.HEAVY_BALL, rate, momentum);
    }

    /** A step of an optimizer that knows nothing of scales, without weight decay. */
    static Step plain(Sgd rule, double rate, double momentum) {
      return new Step(
          0,
          rule,
          rate,
          /* weightDecay= */ 0,
          momentum,
          /* alpha= */ 1,
          Coordinates.IDENTITY,
          Coordinates.IDENTITY,
          Coordinates.IDENTITY,
          ScaledDouble.of(rate, 0));
    }

    static void take(TrainingRun run, Step step, Step converted) {
      Updates updates = Updates.in(Networks.of(run).updater());
      updates.prepare(step, /* shift= */ 0);
      updates.prepare(ParameterGroup.CONVERTED, converted);
      Networks.of(run).update();
    }
  }

  private static void assertFails(Variant variant) {
    Deviation deviation = deviationOf(variant);
    assertThat(deviation.trainingOutputs()).isGreaterThan(FAILURE);
    assertThat(deviation.parameters()).isGreaterThan(FAILURE);
  }

  private static Deviation deviationOf(Variant variant) {
    Experiment experiment =
        onImages(CONSTANT, RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, false))
            .build();
    RunSettings settings =
        RunSettings.of(experiment)
            .withDataType(DataType.DOUBLE)
            .stoppingAfter(OptionalLong.empty(), OptionalLong.of(STEPS_WITH_A_MISTAKE));
    TrainingRun declared =
        TrainingRun.start(experiment, settings.withForm(RecipeForm.WEIGHT_DECAY));
    TrainingRun converted = TrainingRun.start(experiment, settings);
    Batch batch = null;
    while (declared.hasNext()) {
      batch = declared.nextBatch();
      declared.takeStep(batch);
      Step step = converted.nextStep();
      converted.computeGradient(batch);
      variant.update(converted, step);
      variant.carry(converted, step);
    }
    return Deviation.between(converted, declared, batch);
  }
}
