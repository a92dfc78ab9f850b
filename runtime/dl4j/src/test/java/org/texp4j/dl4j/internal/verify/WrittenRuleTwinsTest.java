package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.Optional;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.WrittenRules;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.OneCycle;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WrittenRule;

/** Rules that are written in the language, on a real network. */
class WrittenRuleTwinsTest {

  private static final int STEPS = Thorough.orUsual(200, 60);

  private enum Written {
    HEAVY_BALL(
        WrittenRule.named("heavy ball")
            .states("v")
            .step("v = momentum * v + g", "w = w - rate * v")
            .decay(Coupling.IN_GRADIENT),
        Sgd.HEAVY_BALL),
    NESTEROV(
        WrittenRule.named("Nesterov")
            .states("v")
            .step("v = momentum * v + g", "w = w - rate * (g + momentum * v)")
            .decay(Coupling.IN_GRADIENT),
        new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0)),
    RATE_IN_VELOCITY(
        WrittenRule.named("Keras")
            .states("v")
            .step("v = momentum * v + rate * g", "w = w - v")
            .decay(Coupling.IN_GRADIENT),
        new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0)),
    SGDW(
        WrittenRule.named("SGDW")
            .states("v")
            .step("v = momentum * v + g", "w = w - rate * v")
            .decay(Coupling.DECOUPLED),
        new Sgd(Velocity.HEAVY_BALL, Coupling.DECOUPLED, 0)),
    ADAM_W(
        WrittenRule.named("AdamW")
            .states("m", "n")
            .number("beta2", 0.99)
            .number("epsilon", 1e-8)
            .step(
                "m = momentum * m + (1 - momentum) * g",
                "n = beta2 * n + (1 - beta2) * (g * g)",
                "w = w - (rate / (1 - momentum^t))"
                    + " * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))")
            .decay(Coupling.DECOUPLED),
        new AdamW(0.99, 1e-8)),
    LION(
        WrittenRule.named("Lion")
            .states("m")
            .number("beta2", 0.99)
            .step(
                "u = sign(momentum * m + (1 - momentum) * g)",
                "m = beta2 * m + (1 - beta2) * g",
                "w = w - rate * 0.1 * u")
            .decay(Coupling.DECOUPLED)),
    LAMB(
        WrittenRule.named("LAMB")
            .states("m", "n")
            .number("beta2", 0.99)
            .number("epsilon", 1e-6)
            .step(
                "m = momentum * m + (1 - momentum) * g",
                "n = beta2 * n + (1 - beta2) * g^2",
                "u = m / (1 - momentum^t) / (sqrt(n / (1 - beta2^t)) + epsilon)",
                "w = w - 0.01 * rate * norm(w) / norm(u) * u")
            .decay(Coupling.DECOUPLED)),
    PADAM(
        WrittenRule.named("Padam")
            .states("m", "n")
            .number("beta2", 0.99)
            .number("epsilon", 1e-8)
            .number("p", 0.125)
            .step(
                "m = momentum * m + (1 - momentum) * g",
                "n = beta2 * n + (1 - beta2) * g^2",
                "w = w - rate * m / (n^p + epsilon)")
            .decay(Coupling.DECOUPLED)),
    SCHEDULE_FREE(WrittenRules.SCHEDULE_FREE.rule()),
    CLIPPED_THEN_DECAYED(
        WrittenRule.named("clipped SGD")
            .states("v")
            .number("threshold", 0.1)
            .step(
                "v = momentum * v + g * min(1, threshold / norm(g)) + decay * w",
                "w = w - rate * v")
            .decay(Coupling.DECOUPLED)),
    /** A tensor that is a number in the first step, and what follows from it. */
    ADAN(
        WrittenRule.named("Adan")
            .states("m", "d", "n", "h")
            .number("beta2", 0.92)
            .number("beta3", 0.99)
            .number("epsilon", 1e-8)
            .step(
                "difference = where(t > 1, g - h, 0)",
                "m = momentum * m + (1 - momentum) * g",
                "d = beta2 * d + (1 - beta2) * difference",
                "n = beta3 * n + (1 - beta3) * (g + beta2 * difference)^2",
                "h = g",
                "u = m / (1 - momentum^t) + beta2 * d / (1 - beta2^t)",
                "w = w - rate * (u / (sqrt(n / (1 - beta3^t)) + epsilon))")
            .decay(Coupling.DECOUPLED)),
    /** The number is carried at the degree of the gradient, with its factor. */
    STARTS_FROM_A_NUMBER(
        WrittenRule.named("a rule that starts from a number")
            .states("m")
            .step(
                "x = where(t > 3, g, 0.3)",
                "y = x * 0.5",
                "m = momentum * m + y + 0.1 * x",
                "w = w - rate * m / (norm(g + 2 * y) + 0.2 * norm(m))")
            .decay(Coupling.DECOUPLED)),
    /** A rule without states. */
    NORMALIZED_SGD(
        WrittenRule.named("normalized SGD")
            .step("w = w - 0.01 * rate * g / (norm(g) + 1e-8)")
            .decay(Coupling.DECOUPLED)),
    AGG_MO(WrittenRules.AGG_MO.rule()),
    /** A state that decay does not reach, before one that it reaches. */
    CLIPPED_BY_AVERAGE(
        WrittenRule.named("clipped by an average")
            .states("a", "v")
            .step(
                "a = 0.9 * a + 0.1 * abs(g)",
                "v = momentum * v + g * min(1, 0.1 * norm(a) / norm(g)) + decay * w",
                "w = w - rate * v")
            .decay(Coupling.DECOUPLED)),
    MUON(WrittenRules.MUON.rule());

    private final WrittenRule rule;
    private final Optional<Rule> shipped;

    Written(WrittenRule.Builder rule) {
      this(rule.build());
    }

    Written(WrittenRule rule) {
      this.rule = rule;
      shipped = Optional.empty();
    }

    Written(WrittenRule.Builder rule, Rule shipped) {
      this.rule = rule.build();
      this.shipped = Optional.of(shipped);
    }

    boolean decaysInGradient() {
      return rule.coupling() == Coupling.IN_GRADIENT
          || this == CLIPPED_THEN_DECAYED
          || this == CLIPPED_BY_AVERAGE;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isOneRun(Written written) {
    TrainingRun declared = start(written, written.rule, RecipeForm.WEIGHT_DECAY, false);
    TrainingRun converted = start(written, written.rule, RecipeForm.TEXP_PLUS_PLUS, false);

    assertThat(deviation(declared, converted).worst()).isLessThan(Twins.STRICT_BOUND);
  }

  @ParameterizedTest
  @EnumSource(names = {"HEAVY_BALL", "ADAM_W", "LION", "MUON"})
  void clipsAsDeclared(Written written) {
    TrainingRun declared = start(written, written.rule, RecipeForm.WEIGHT_DECAY, true);
    TrainingRun converted = start(written, written.rule, RecipeForm.TEXP_PLUS_PLUS, true);

    assertThat(deviation(declared, converted).worst()).isLessThan(Twins.STRICT_BOUND);
  }

  @ParameterizedTest
  @EnumSource(names = {"HEAVY_BALL", "NESTEROV", "RATE_IN_VELOCITY", "SGDW", "ADAM_W"})
  void interpretedLoopsHaveTheBitsOfTheShippedOnes(Written written) {
    for (RecipeForm form : new RecipeForm[] {RecipeForm.WEIGHT_DECAY, RecipeForm.TEXP_PLUS_PLUS}) {
      TrainingRun text = start(written, written.rule, form, false);
      TrainingRun compiled = start(written, written.shipped.orElseThrow(), form, false);
      for (int i = 0; i < 40; i++) {
        Batch batch = text.nextBatch();
        text.takeStep(batch);
        compiled.takeStep(batch);
      }
      INDArray difference = text.state().parameters().sub(compiled.state().parameters());
      assertThat(difference.normmaxNumber().doubleValue()).isZero();
    }
  }

  private static Deviation deviation(TrainingRun declared, TrainingRun other) {
    Batch batch = null;
    while (declared.step() < STEPS) {
      batch = declared.nextBatch();
      declared.takeStep(batch);
      other.takeStep(batch);
    }
    return Deviation.between(other, declared, batch);
  }

  private static TrainingRun start(Written written, Rule rule, RecipeForm form, boolean clipped) {
    double decay = written.decaysInGradient() ? 0.03 : 1.5;
    Recipe recipe =
        new Recipe(
            STEPS,
            Curve.oneCycle(0.05, STEPS, OneCycle.DEFAULT),
            Curve.linearWarmup(0, 30, Curve.cosineDecay(decay, decay / 3, STEPS - 30)),
            Curve.oneCycleMomentum(0.8, 0.9, STEPS, OneCycle.DEFAULT),
            rule);
    Experiment experiment =
        onImages(recipe, form)
            .multiLayerNetwork(
                base ->
                    classifier(
                        base.biasInit(0.5)
                            .gradientNormalization(
                                clipped
                                    ? GradientNormalization.ClipL2PerLayer
                                    : GradientNormalization.None)
                            .gradientNormalizationThreshold(0.05),
                        new SubsamplingLayer.Builder(PoolingType.AVG, new int[] {2, 2}).build(),
                        convolution(4, true),
                        norm(true),
                        new ActivationLayer(Activation.RELU),
                        convolution(3, true, new ActivationReLU()),
                        norm(true),
                        new GlobalPoolingLayer(PoolingType.AVG)))
            .build();
    return TrainingRun.start(
        experiment, RunSettings.of(experiment).withForm(form).withDataType(DataType.DOUBLE));
  }
}
