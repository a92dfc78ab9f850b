package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** The updater of AdamW, as Deeplearning4j sees it. */
class AdamWUpdaterTest {

  private static final long STEPS = 20;

  private static Recipe recipe(double epsilon) {
    return new Recipe(
        STEPS,
        Curve.constant(0.01),
        Curve.constant(0.1),
        Curve.constant(0.9),
        new AdamW(0.999, epsilon));
  }

  /** Deeplearning4j adds ε before it corrects for the start, so ε has to be nothing. */
  @Test
  void isDeeplearning4jsAdamOnTheDeclaredTensors() {
    double epsilon = 1e-30;
    INDArray moments = Nd4j.create(DataType.DOUBLE, 6);
    AdamWUpdate ours = new AdamWUpdater(ParameterGroup.DECLARED).instantiate(moments, true);
    INDArray theirMoments = Nd4j.create(DataType.DOUBLE, 1, 6);
    GradientUpdater<?> theirs = new Adam(0.01, 0.9, 0.999, epsilon).instantiate(theirMoments, true);
    PlanCursor plan = Plan.of(recipe(epsilon), RecipeForm.WEIGHT_DECAY).cursor();
    Random random = new Random(1);

    for (int step = 0; step < STEPS; step++) {
      INDArray gradient = Nd4j.createFromArray(random.doubles(3).toArray());
      INDArray theirGradient = gradient.dup();
      ours.prepare(plan.next(), 0);
      ours.applyUpdater(gradient, step, 0);
      theirs.applyUpdater(theirGradient, step, 0);

      for (int i = 0; i < 3; i++) {
        // A few roundings of numbers near 0.01.
        assertThat(gradient.getDouble(i)).isCloseTo(theirGradient.getDouble(i), within(1e-16));
      }
    }
    for (int i = 0; i < 6; i++) {
      assertThat(moments.getDouble(i)).isCloseTo(theirMoments.getDouble(i), within(1e-15));
    }
  }

  @Test
  void survivesSavingAndLoadingByDeeplearning4j(@TempDir Path directory) throws Exception {
    Experiment experiment =
        onImages(recipe(1e-8), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    run.takeStep(run.nextBatch());
    File file = directory.resolve("model.zip").toFile();
    ModelFile.save(Networks.of(run), Optional.empty(), file.toPath());

    MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);

    MultiLayerNetwork original = (MultiLayerNetwork) run.network().model();
    assertThat(loaded.getLayerWiseConfigurations())
        .isEqualTo(original.getLayerWiseConfigurations());
    assertThat(loaded.params()).isEqualTo(original.params());
    assertThat(loaded.updaterState()).isEqualTo(original.updaterState());
  }
}
