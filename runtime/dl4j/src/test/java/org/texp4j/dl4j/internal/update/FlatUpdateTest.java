package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WrittenRule;

/** The update of a network over its flat arrays. */
class FlatUpdateTest {

  private static final int STEPS = 12;
  private static final double RATE = 0.1;
  private static final double DECAY = 0.01;
  private static final double MOMENTUM = 0.9;

  /** Of one layer, in place of the declared decay. */
  private static final double OWN_DECAY = 0.05;

  /** Nesterov's momentum, element by element as it is defined; in double. */
  private static final class Definition {

    private final Coupling coupling;
    private final Map<String, INDArray> velocities = new HashMap<>();

    Definition(Coupling coupling) {
      this.coupling = coupling;
    }

    void step(String tensor, INDArray weights, INDArray gradient) {
      if (tensor.endsWith("mean") || tensor.endsWith("var") || tensor.endsWith("log10stdev")) {
        weights.subi(gradient);
        return;
      }
      boolean own = tensor.equals("2_W");
      double decay = tensor.endsWith("W") && !own ? DECAY : 0;
      INDArray g = gradient.dup();
      if (own) {
        g.addi(weights.mul(OWN_DECAY));
      } else if (coupling == Coupling.IN_GRADIENT) {
        g.addi(weights.mul(decay));
      }
      INDArray v = velocities.computeIfAbsent(tensor, each -> g.mul(0));
      v.muli(MOMENTUM).addi(g);
      INDArray step = g.add(v.mul(MOMENTUM)).mul(RATE);
      if (coupling == Coupling.DECOUPLED) {
        step.addi(weights.mul(RATE * decay));
      }
      weights.subi(step);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IN_GRADIENT, DOUBLE, 1e-14",
    "DECOUPLED, DOUBLE, 1e-14",
    // 2⁻²⁴ where double has 2⁻⁵³, in each of a dozen steps.
    "IN_GRADIENT, FLOAT, 1e-5"
  })
  void takesTheStepsOfTheDefinition(Coupling coupling, DataType type, double tolerance) {
    TrainingRun run = run(coupling, type);
    NetworkModel network = Networks.of(run);
    Map<String, INDArray> expected = new HashMap<>();
    network.parameterTable().forEach((name, each) -> expected.put(name, widened(each)));
    Definition definition = new Definition(coupling);
    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      Step step = run.nextStep();
      run.computeGradient(batch);
      // The gradient is that of the run: only the update is compared.
      expected.forEach(
          (name, weights) -> {
            boolean isStatistic = name.startsWith("1_") && !name.matches("1_(gamma|beta)");
            INDArray gradient = widened(network.gradientOf(name));
            definition.step(name, weights, isStatistic ? gradient : gradient.div(batch.examples()));
          });
      run.update(step);
      run.carry(step);
    }

    expected.forEach(
        (name, weights) -> {
          INDArray actual = widened(network.parameterTable().get(name));
          double size = Math.max(1, weights.normmaxNumber().doubleValue());
          assertThat(actual.sub(weights).normmaxNumber().doubleValue())
              .as(name)
              .isLessThan(tolerance * size);
        });
    assertThat(network.isFinite()).isTrue();
  }

  private static INDArray widened(INDArray array) {
    return array.castTo(DataType.DOUBLE).dup();
  }

  private static TrainingRun run(Coupling coupling, DataType type) {
    Recipe plain = constantRecipe(STEPS, RATE, DECAY, MOMENTUM);
    Recipe recipe =
        new Recipe(
            STEPS,
            plain.learningRate(),
            plain.weightDecay(),
            plain.momentum(),
            new Sgd(Velocity.NESTEROV, coupling, 0));
    Experiment experiment =
        onImages(recipe, RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(
                base ->
                    classifier(
                        base,
                        // 2,560 weights: more than two pieces and less than three.
                        new DenseLayer.Builder().nOut(40).activation(Activation.IDENTITY).build(),
                        new BatchNormalization(),
                        new DenseLayer.Builder()
                            .nOut(5)
                            .activation(Activation.TANH)
                            .regularization(java.util.List.of(new L2Regularization(OWN_DECAY)))
                            .build()))
            .build();
    return TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(type));
  }

  /** Deeplearning4j adds ε before it corrects for the start, so ε has to be nothing. */
  @Test
  void adamWIsDeeplearning4jsAdamWithoutDecay() {
    double epsilon = 1e-30;
    WrittenRule rule = new AdamW(0.999, epsilon).written();
    Recipe recipe =
        new Recipe(20, Curve.constant(0.01), Curve.constant(0), Curve.constant(0.9), rule);
    INDArray theirMoments = Nd4j.create(DataType.DOUBLE, 1, 6);
    GradientUpdater<?> theirs = new Adam(0.01, 0.9, 0.999, epsilon).instantiate(theirMoments, true);
    PlanCursor plan = Plan.of(recipe, RecipeForm.WEIGHT_DECAY).cursor();
    Random random = new Random(1);
    double[][] arrays = new double[4][3];

    for (int step = 0; step < 20; step++) {
      arrays[1] = random.doubles(3).toArray();
      INDArray theirGradient = Nd4j.createFromArray(arrays[1].clone());
      double[] numbers = rule.declared(plan.next(), false, false, 1);
      rule.loop(false).run(0, 0, 3, numbers, new double[0], arrays, new double[0][]);
      theirs.applyUpdater(theirGradient, step, 0);

      for (int i = 0; i < 3; i++) {
        // A few roundings of numbers near 0.01.
        assertThat(arrays[1][i]).isCloseTo(theirGradient.getDouble(i), within(1e-16));
      }
    }
    for (int i = 0; i < 6; i++) {
      assertThat(arrays[2 + i / 3][i % 3]).isCloseTo(theirMoments.getDouble(i), within(1e-15));
    }
  }
}
