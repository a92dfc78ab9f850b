package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/** The update in one pass. */
class FlatUpdateTest {

  private static final int STEPS = 12;

  private enum Form {
    DECAY_IN_GRADIENT(RecipeForm.WEIGHT_DECAY, Coupling.IN_GRADIENT),
    DECOUPLED_DECAY(RecipeForm.WEIGHT_DECAY, Coupling.DECOUPLED),
    EXPONENTIAL(RecipeForm.TEXP_PLUS_PLUS, Coupling.IN_GRADIENT);

    private final RecipeForm form;
    private final Coupling coupling;

    Form(RecipeForm form, Coupling coupling) {
      this.form = form;
      this.coupling = coupling;
    }

    TrainingRun run(boolean onePass, DataType type) {
      Recipe plain = constantRecipe(STEPS, 0.1, 0.01, 0.9);
      Recipe recipe =
          new Recipe(
              STEPS,
              plain.learningRate(),
              plain.weightDecay(),
              plain.momentum(),
              new Sgd(Velocity.NESTEROV, coupling, 0));
      Experiment experiment =
          onImages(recipe, form)
              .multiLayerNetwork(
                  base ->
                      classifier(
                          base,
                          // 2,560 weights: more than two pieces and less than three.
                          new DenseLayer.Builder().nOut(40).activation(Activation.IDENTITY).build(),
                          new BatchNormalization()))
              .build();
      TrainingRun run =
          TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(type));
      while (run.hasNext()) {
        Batch batch = run.nextBatch();
        Step step = run.nextStep();
        run.computeGradient(batch);
        if (onePass) {
          run.update(step);
        } else {
          updateByDeeplearning4j(Networks.of(run), step, batch.examples());
        }
        run.carry(step);
      }
      return run;
    }
  }

  private static void updateByDeeplearning4j(NetworkModel network, Step step, int examples) {
    Updates.in(network.updater()).prepare(step, /* shift= */ 0);
    INDArray gradient = network.updater().getFlattenedGradientsView();
    network
        .updater()
        .update(
            new DefaultGradient(gradient),
            (int) step.index(),
            /* epoch= */ 0,
            examples,
            LayerWorkspaceMgr.noWorkspaces());
    network.parameters().subi(gradient.reshape(gradient.length()));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void takesTheStepsOfDeeplearning4jsUpdater(Form form) {
    TrainingRun inOnePass = form.run(true, DataType.DOUBLE);
    TrainingRun byDeeplearning4j = form.run(false, DataType.DOUBLE);

    assertThat(FlatUpdate.forUpdater(Networks.of(inOnePass).updater())).isPresent();
    // Roundings of a few steps, which differ in their order.
    assertClose(inOnePass.network().parameters(), byDeeplearning4j.network().parameters(), 1e-13);
    assertClose(
        Networks.of(inOnePass).velocities(), Networks.of(byDeeplearning4j).velocities(), 1e-13);
    assertClose(
        Networks.of(inOnePass).updater().getFlattenedGradientsView(),
        Networks.of(byDeeplearning4j).updater().getFlattenedGradientsView(),
        1e-13);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void takesThemInFloat(Form form) {
    TrainingRun inOnePass = form.run(true, DataType.FLOAT);
    TrainingRun byDeeplearning4j = form.run(false, DataType.FLOAT);

    // 2⁻²⁴ where double has 2⁻⁵³.
    assertClose(inOnePass.network().parameters(), byDeeplearning4j.network().parameters(), 1e-4);
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    double size = expected.norm2Number().doubleValue();
    assertThat(size).isPositive();
    assertThat(actual.sub(expected).norm2Number().doubleValue()).isLessThan(tolerance * size);
  }
}
