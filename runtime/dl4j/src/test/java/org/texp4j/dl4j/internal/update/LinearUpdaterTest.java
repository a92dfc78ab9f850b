package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.RecipeForm;

/** The updater of linear rules, as Deeplearning4j sees it. */
class LinearUpdaterTest {

  @Test
  void appliesItsFourNumbers() {
    INDArray velocity = Nd4j.createFromArray(3.0, -1.0);
    INDArray gradient = Nd4j.createFromArray(0.5, 2.0);
    LinearUpdate update =
        new LinearUpdater(ParameterGroup.CONVERTED).instantiate(velocity, /* initialize= */ false);

    update.prepare(new LinearCoefficients(2, 4, 8, 16));
    update.applyUpdater(gradient, 0, 0);

    // Deeplearning4j subtracts the update, 2v + 4g.
    assertThat(gradient.toDoubleVector()).containsExactly(8, 6);
    // 8v + 16g
    assertThat(velocity.toDoubleVector()).containsExactly(32, 24);
  }

  @Test
  void adjacentTensorsOfOneGroupAreOneBlock() {
    TrainingRun run = run();

    // W | γ, β | [mean, deviation] | b | W | γ, β | [mean, deviation] | W, b of the output
    assertThat(Networks.of(run).updater().getUpdaterBlocks())
        .extracting(block -> String.valueOf(block.getGradientUpdater().getConfig()))
        .containsExactly(
            "LinearUpdater(CONVERTED)",
            "LinearUpdater(DECLARED)",
            "NoOp()",
            "LinearUpdater(SUBTRACTED)",
            "LinearUpdater(CONVERTED)",
            "LinearUpdater(DECLARED)",
            "NoOp()",
            "LinearUpdater(DECLARED)");
  }

  @Test
  void survivesSavingAndLoadingByDeeplearning4j(@TempDir Path directory) throws Exception {
    TrainingRun run = run();
    run.takeStep(run.nextBatch());
    File file = directory.resolve("model.zip").toFile();
    ModelFile.save(Networks.of(run), Optional.empty(), file.toPath());

    MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);

    MultiLayerNetwork original = (MultiLayerNetwork) run.network().model();
    assertThat(loaded.getLayerWiseConfigurations())
        .isEqualTo(original.getLayerWiseConfigurations());
    assertThat(loaded.params()).isEqualTo(original.params());
    assertThat(loaded.updaterState()).isEqualTo(original.updaterState());
    INDArray features = TinyExperiments.images().get(0).getFeatures();
    assertThat(loaded.output(features)).isEqualTo(original.output(features));
  }

  @Test
  void plainFitSaysWhoTrainsTheNetwork() {
    MultiLayerNetwork network = (MultiLayerNetwork) run().network().model();
    DataSet batch = DataSet.merge(TinyExperiments.images().subList(0, 4));

    assertThatThrownBy(() -> network.fit(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("generated training class");
  }

  private static TrainingRun run() {
    Experiment experiment =
        onImages(constantRecipe(20, 0.1, 1e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }
}
