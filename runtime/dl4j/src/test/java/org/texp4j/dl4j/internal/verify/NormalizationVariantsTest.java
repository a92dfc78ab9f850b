package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.schedule.RecipeForm;

/** The twins are one run with every form of batch normalization that Deeplearning4j has. */
class NormalizationVariantsTest {

  @ParameterizedTest(name = "locked scale and shift: {0}, log-std statistics: {1}")
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void theTwinsAreOneRun(boolean locked, boolean logarithmic) {
    // One object in all of the runs compared, as with a constant in an author's class.
    BatchNormalization normalization =
        new BatchNormalization.Builder()
            .lockGammaBeta(locked)
            .gamma(0.7)
            .beta(0.1)
            .eps(1e-2)
            .useLogStd(logarithmic)
            .build();
    Experiment experiment =
        onImages(constantRecipe(60, 0.05, 2e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(
                base ->
                    classifier(
                        base,
                        convolution(4, true),
                        normalization,
                        new ActivationLayer(Activation.RELU)))
            .build();

    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(20, check -> {}))
        .hasSize(4)
        .allMatch(check -> check.deviation().worst() <= Twins.STRICT_BOUND);
  }
}
