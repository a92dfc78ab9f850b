package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.layers.mkldnn.BatchNormEpsilon;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/**
 * Float runs go through oneDNN where it is there: by our programs or by Deeplearning4j's helpers,
 * whose batch normalization keeps an ε of its own.
 *
 * <p>The ε is large and P grows to about 5, so a wrong ε is no rounding.
 */
class FloatEpsilonTest {

  private static final double EPSILON = 0.1;
  private static final long STEPS = 60;

  /** A thousand roundings of float: they add up over the steps, and the recipe amplifies them. */
  private static final double ROUNDING = 1000 * 0x1p-24;

  private static final double FAILURE = 100 * ROUNDING;

  @Test
  void floatTwinsAgreeToRounding() {
    assertThat(deviation(run -> {}).worst()).isLessThan(ROUNDING);
  }

  @Test
  void anEpsilonThatStaysAsItIsFails() {
    Deviation deviation =
        deviation(
            run -> {
              configuration(run).setEps(EPSILON);
              setHeldByHelper(run);
            });

    assertThat(deviation.trainingOutputs()).isGreaterThan(FAILURE);
  }

  @Test
  void anEpsilonThatOneDnnKeepsFails() {
    assumeTrue(Backend.start().oneDnn(), "without oneDNN nothing keeps an epsilon");

    assertThat(deviation(true, run -> {}).worst()).isLessThan(ROUNDING);
    assertThat(deviation(true, FloatEpsilonTest::setHeldByHelper).trainingOutputs())
        .isGreaterThan(FAILURE);
  }

  private static Deviation deviation(Consumer<TrainingRun> afterStep) {
    return deviation(false, afterStep);
  }

  /**
   * How far two runs part.
   *
   * @param byDeeplearning4j whether a listener wants to know what each layer computes, so that each
   *     computes it itself, through its helper
   */
  private static Deviation deviation(boolean byDeeplearning4j, Consumer<TrainingRun> afterStep) {
    Experiment experiment =
        onImages(constantRecipe(STEPS, 0.1, 0.025, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(
                base ->
                    classifier(
                        base,
                        convolution(4, false),
                        new BatchNormalization.Builder().eps(EPSILON).build(),
                        new ActivationLayer(Activation.RELU)))
            .build();
    RunSettings settings = RunSettings.of(experiment);
    TrainingRun declared =
        TrainingRun.start(experiment, settings.withForm(RecipeForm.WEIGHT_DECAY));
    TrainingRun converted = TrainingRun.start(experiment, settings);
    if (byDeeplearning4j) {
      declared.addListener(new Activations());
      converted.addListener(new Activations());
    }
    Batch batch = null;
    while (declared.hasNext()) {
      batch = declared.nextBatch();
      declared.takeStep(batch);
      converted.takeStep(batch);
      afterStep.accept(converted);
    }
    return Deviation.between(converted, declared, batch);
  }

  /** Wants to be told what the layers compute. */
  private static final class Activations extends BaseTrainingListener {

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      assertThat(activations).isNotEmpty();
    }
  }

  private static BatchNormalization configuration(TrainingRun run) {
    return (BatchNormalization) Networks.of(run).layer("1").conf().getLayer();
  }

  private static void setHeldByHelper(TrainingRun run) {
    var layer =
        (org.deeplearning4j.nn.layers.normalization.BatchNormalization) Networks.of(run).layer("1");
    if (layer.getHelper() instanceof MKLDNNBatchNormHelper helper) {
      BatchNormEpsilon.set(helper, EPSILON);
    }
  }
}
