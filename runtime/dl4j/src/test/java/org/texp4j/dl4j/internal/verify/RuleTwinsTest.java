package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.Updates;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.OneCycle;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/**
 * Every update rule in every form is the weight-decay run, through the real updater on a real
 * network; and feeding the converted rate to the optimizer one has is not.
 */
class RuleTwinsTest {

  private static final long STEPS = 200;

  /** Far from what rounding does in these few steps, near what a wrong rule does. */
  private static final double FAILURE = 1e-6;

  private static final long NAIVE_STEPS = 40;

  private static final List<Rule> RULES =
      List.of(
          Sgd.HEAVY_BALL,
          new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, 0.3),
          new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0),
          new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0),
          new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0),
          new Sgd(Velocity.HEAVY_BALL, Coupling.DECOUPLED, 0),
          new Sgd(Velocity.NESTEROV, Coupling.DECOUPLED, 0),
          new AdamW(0.99, 1e-8));

  /** Every third has each rule in some form and each form with some rules. */
  static List<Arguments> rulesAndForms() {
    return Thorough.orEvery(
        3,
        RULES.stream()
            .flatMap(
                rule ->
                    Stream.of(
                            RecipeForm.EXPONENTIAL,
                            RecipeForm.TEXP,
                            RecipeForm.TEXP_MINUS_MINUS,
                            RecipeForm.TEXP_PLUS_PLUS)
                        .map(form -> Arguments.of(rule, form)))
            .toList());
  }

  /** λη is close to the rules' bounds; a decoupled decay can be so strong that P passes 2^16. */
  private static Recipe recipe(Rule rule, RecipeForm form) {
    double decay = rule instanceof Sgd sgd && sgd.coupling() == Coupling.IN_GRADIENT ? 0.03 : 1.5;
    return switch (form) {
      case EXPONENTIAL ->
          new Recipe(STEPS, Curve.constant(0.05), Curve.constant(decay), Curve.constant(0.9), rule);
      case TEXP, TEXP_MINUS_MINUS ->
          new Recipe(
              STEPS,
              Curve.stepDecay(0.05, 0.1, 60, 130),
              Curve.piecewiseConstant(List.of(decay, decay / 2), 90),
              Curve.piecewiseConstant(List.of(0.9, 0.8), 150),
              rule);
      default ->
          new Recipe(
              STEPS,
              Curve.oneCycle(0.05, STEPS, OneCycle.DEFAULT),
              Curve.linearWarmup(0, 30, Curve.cosineDecay(decay, decay / 3, STEPS - 30)),
              Curve.oneCycleMomentum(0.8, 0.9, STEPS, OneCycle.DEFAULT),
              rule);
    };
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("rulesAndForms")
  void isOneRunForTwoHundredSteps(Rule rule, RecipeForm form) {
    Experiment experiment = experiment(recipe(rule, form), form).build();
    TrainingRun declared = start(experiment, RecipeForm.WEIGHT_DECAY);
    TrainingRun converted = start(experiment, form);

    for (long steps : new long[] {1, STEPS / 2, STEPS}) {
      assertThat(deviation(declared, converted, steps, converted::takeStep).worst())
          .as("after step %d", steps)
          .isLessThan(Twins.STRICT_BOUND);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theConvertedRateInTheDeclaredOptimizerIsAnotherRun(Rule rule) {
    RecipeForm form = RecipeForm.TEXP_PLUS_PLUS;
    Experiment experiment = experiment(recipe(rule, form), form).build();
    TrainingRun declared = start(experiment, RecipeForm.WEIGHT_DECAY);
    TrainingRun naive = start(experiment, form);

    assertThat(deviation(declared, naive, NAIVE_STEPS, batch -> takeNaiveStep(naive, batch)))
        .extracting(Deviation::trainingOutputs, DOUBLE)
        .isGreaterThan(FAILURE);
  }

  static Stream<Rule> rules() {
    return RULES.stream();
  }

  @Test
  void verificationKnowsTheTwinOfARunWithoutDropsAndCorrections() {
    RecipeForm form = RecipeForm.TEXP_MINUS_MINUS;
    Experiment experiment =
        experiment(recipe(Sgd.HEAVY_BALL, form), form).momentumCorrections(false).build();

    Twins twins = Twins.start(experiment, RunSettings.of(experiment));

    assertThat(twins.reference())
        .isEqualTo(
            "WEIGHT_DECAY of the recipe without drops, kicked along its weights where a correction"
                + " is omitted");
    assertThat(twins.run(50, check -> {}))
        .hasSize(5)
        .allMatch(TwinCheck::isPassed)
        .allMatch(check -> check.deviation().worst() <= Twins.STRICT_BOUND);
  }

  @Test
  void withoutCorrectionsIsNotTheDeclaredRun() {
    Experiment experiment =
        experiment(recipe(Sgd.HEAVY_BALL, RecipeForm.TEXP), RecipeForm.TEXP)
            .momentumCorrections(false)
            .build();

    TrainingRun declared = start(experiment, RecipeForm.WEIGHT_DECAY);
    TrainingRun converted = start(experiment, RecipeForm.TEXP);

    assertThat(deviation(declared, converted, NAIVE_STEPS, converted::takeStep).trainingOutputs())
        .isGreaterThan(FAILURE);
  }

  /** The converted rate, fed to the declared optimizer without its weight decay. */
  private static void takeNaiveStep(TrainingRun run, Batch batch) {
    Step step = run.nextStep();
    run.computeGradient(batch);
    Updates updates = Updates.in(Networks.of(run).updater());
    updates.prepare(step, /* shift= */ 0);
    if (step.rule() instanceof Sgd declared) {
      boolean right =
          declared.velocity() == Velocity.HEAVY_BALL && declared.coupling() == Coupling.IN_GRADIENT;
      // With the heavy ball that would be right, so there the rate goes into the velocity.
      Sgd naive = right ? new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0) : declared;
      updates.prepare(ParameterGroup.CONVERTED, plain(naive, step));
    } else {
      updates.prepare(withAlphaOne(step), /* shift= */ 0);
    }
    Networks.of(run).update();
    run.carry(step);
  }

  /** The step of an optimizer that knows nothing of scales, at the converted rate. */
  private static Step plain(Sgd rule, Step step) {
    return new Step(
        step.index(),
        rule,
        step.rate().toDouble(),
        /* weightDecay= */ 0,
        step.momentum(),
        /* alpha= */ 1,
        Coordinates.IDENTITY,
        Coordinates.IDENTITY,
        Coordinates.IDENTITY,
        step.rate());
  }

  /** For AdamW: β₁ and β₂ as declared, not multiplied by α and α². */
  private static Step withAlphaOne(Step step) {
    return new Step(
        step.index(),
        step.rule(),
        step.learningRate(),
        step.weightDecay(),
        step.momentum(),
        1,
        step.before(),
        step.reached(),
        step.after(),
        step.rate());
  }

  private interface StepTaker {
    void take(Batch batch);
  }

  private static Deviation deviation(
      TrainingRun declared, TrainingRun other, long steps, StepTaker taker) {
    Batch batch = null;
    while (declared.step() < steps) {
      batch = declared.nextBatch();
      declared.takeStep(batch);
      taker.take(batch);
    }
    return Deviation.between(other, declared, batch);
  }

  private static TrainingRun start(Experiment experiment, RecipeForm form) {
    Experiment run =
        form == RecipeForm.WEIGHT_DECAY && experiment.form() == RecipeForm.TEXP_MINUS_MINUS
            ? experiment.withRecipe(Recipe::withoutDrops)
            : experiment;
    return TrainingRun.start(run, RunSettings.of(run).withForm(form).withDataType(DataType.DOUBLE));
  }

  /**
   * Everything that is treated in its own way: weights, a bias that is subtracted, one that is not,
   * scale and shift.
   */
  private static Experiment.Builder experiment(Recipe recipe, RecipeForm form) {
    return onImages(recipe, form)
        .multiLayerNetwork(
            base ->
                classifier(
                    base.biasInit(0.5),
                    new SubsamplingLayer.Builder(PoolingType.AVG, new int[] {2, 2}).build(),
                    convolution(4, true),
                    norm(true),
                    new ActivationLayer(Activation.RELU),
                    convolution(3, true, new ActivationReLU()),
                    norm(true),
                    new GlobalPoolingLayer(PoolingType.AVG)));
  }
}
