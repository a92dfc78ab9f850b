package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** Layers that learn at a multiple of the declared rate, as for fine-tuning. */
class OwnLearningRatesTest {

  private static final long STEPS = 25;
  private static final double RATE = 0.1;
  private static final double DECAY = 0.02;
  private static final double FACTOR = 0.125;

  /** Some thousand units in the last place of a double. */
  private static final double ROUNDING = 1e-12;

  private static final Recipe SGD = constantRecipe(STEPS, RATE, DECAY, 0.9);

  private static final Recipe ADAMW =
      new Recipe(
          STEPS,
          Curve.constant(0.01),
          Curve.constant(0.5),
          Curve.constant(0.9),
          new AdamW(0.99, 1e-8));

  private static Experiment.Builder cnn(Recipe recipe, RecipeForm form) {
    return TinyExperiments.onImages(recipe, form)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, false));
  }

  private static TrainingRun start(Experiment.Builder experiment) {
    Experiment built = experiment.build();
    return TrainingRun.start(built, RunSettings.of(built).withDataType(DataType.DOUBLE));
  }

  private static TrainingRun trained(Experiment.Builder experiment) {
    TrainingRun run = start(experiment);
    run.train();
    return run;
  }

  /** In Deeplearning4j such a layer has an updater of its own. */
  @Test
  void everyStepIsThatOfFitWithUpdatersOfTheirOwn() {
    TrainingRun run =
        start(
            cnn(constantRecipe(STEPS, RATE, DECAY, 0), RecipeForm.WEIGHT_DECAY)
                .learningRateFactor(FACTOR, "0", "1")
                .learningRateFactor(2, "7"));
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .updater(new Sgd(RATE))
            .l2(DECAY);
    MultiLayerNetwork fitted = new MultiLayerNetwork(TinyExperiments.cnn(base, false));
    slow(fitted, 0, FACTOR);
    slow(fitted, 1, FACTOR);
    slow(fitted, 7, 2);
    fitted.init();
    fitted.setParams(run.network().parameters().dup());

    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      fitted.fit(batch.toDataSet());
      run.takeStep(batch);

      assertThat(distance(run.network().parameters(), fitted.params()))
          .as("after step %d", run.step())
          .isLessThan(ROUNDING);
    }
  }

  private static void slow(MultiLayerNetwork network, int index, double factor) {
    Layer layer = network.getLayerWiseConfigurations().getConf(index).getLayer();
    ((BaseLayer) layer).setIUpdater(new Sgd(factor * RATE));
  }

  private static double distance(INDArray actual, INDArray expected) {
    INDArray truth = expected.reshape(expected.length());
    return actual.sub(truth).norm2Number().doubleValue() / truth.norm2Number().doubleValue();
  }

  /** In the graph, the stem shares a scale with a convolution that is then not converted either. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void bothFormsOfARecipeAreEqual(boolean adaptive, boolean graph) {
    Recipe recipe = adaptive ? ADAMW : SGD;
    TrainingRun declared = trained(slowed(recipe, RecipeForm.WEIGHT_DECAY, graph));
    TrainingRun converted = trained(slowed(recipe, RecipeForm.TEXP_PLUS_PLUS, graph));
    TrainingRun plain = trained(network(recipe, RecipeForm.WEIGHT_DECAY, graph));

    INDArray expected = declared.network().parameters();
    INDArray mapped = converted.state().toWeightDecay(converted.coordinates()).parameters();
    assertThat(distance(mapped, expected)).isLessThan(1e-8);
    assertThat(distance(plain.network().parameters(), expected))
        .as("what the factor changes")
        .isGreaterThan(1e-3);
    assertThat(converted.coordinates().scale().log2()).as("something grows").isPositive();
  }

  private static Experiment.Builder slowed(Recipe recipe, RecipeForm form, boolean graph) {
    return network(recipe, form, graph).learningRateFactor(FACTOR, graph ? "stem" : "0");
  }

  private static Experiment.Builder network(Recipe recipe, RecipeForm form, boolean graph) {
    return graph
        ? TinyExperiments.onImages(recipe, form).computationGraph(TinyExperiments::residual)
        : cnn(recipe, form);
  }

  @Test
  void aFactorOfOneChangesNothing() {
    TrainingRun plain = trained(cnn(SGD, RecipeForm.TEXP_PLUS_PLUS));
    TrainingRun same = trained(cnn(SGD, RecipeForm.TEXP_PLUS_PLUS).learningRateFactor(1, "0"));

    assertThat(Bits.of(same.network().parameters()))
        .isEqualTo(Bits.of(plain.network().parameters()));
    assertThat(same.identity().network()).isEqualTo(plain.identity().network());
  }

  @Test
  void resumesBitIdentically() {
    Experiment.Builder experiment =
        cnn(ADAMW, RecipeForm.TEXP_PLUS_PLUS).learningRateFactor(FACTOR, "0", "7");
    TrainingRun whole = start(experiment);
    while (whole.step() < 13) {
      whole.takeStep(whole.nextBatch());
    }
    RunSnapshot snapshot = whole.snapshot();
    whole.train();
    TrainingRun resumed = start(experiment);
    resumed.restore(snapshot);
    resumed.train();

    assertThat(Bits.of(resumed.state().parameters()))
        .isEqualTo(Bits.of(whole.state().parameters()));
  }

  /** A model file holds the configuration; that of other networks does not mention factors. */
  @Test
  void isPartOfTheConfigurationThatIsSaved() {
    MultiLayerConfiguration slowed =
        configuration(cnn(SGD, RecipeForm.TEXP_PLUS_PLUS).learningRateFactor(FACTOR, "0"));
    MultiLayerConfiguration plain = configuration(cnn(SGD, RecipeForm.TEXP_PLUS_PLUS));

    assertThat(MultiLayerConfiguration.fromJson(slowed.toJson()).toJson())
        .isEqualTo(slowed.toJson())
        .contains("\"rateFactor\" : 0.125");
    assertThat(plain.toJson()).doesNotContain("rateFactor");
  }

  private static MultiLayerConfiguration configuration(Experiment.Builder experiment) {
    return ((MultiLayerNetwork) start(experiment).network().model()).getLayerWiseConfigurations();
  }

  @Test
  void isSaidAndIsPartOfTheIdentityOfTheNetwork() {
    TrainingRun run =
        start(cnn(SGD, RecipeForm.TEXP_PLUS_PLUS).learningRateFactor(FACTOR, "0", "layer7"));

    assertThat(run.notes())
        .contains(
            "network: layer 0 learns at 0.125 times the declared rate",
            "network: layer 7 learns at 0.125 times the declared rate");
    assertThat(run.identity().network())
        .isNotEqualTo(start(cnn(SGD, RecipeForm.TEXP_PLUS_PLUS)).identity().network());
  }

  @Test
  void aLayerByNameAndByIndexIsRefused() {
    assertThatThrownBy(
            () ->
                start(
                    cnn(SGD, RecipeForm.WEIGHT_DECAY)
                        .learningRateFactor(0.1, "7")
                        .learningRateFactor(10, "layer7")))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessage(
            "layer 7 has two learning rate factors, as \"7\" and as \"layer7\": leave one out of"
                + " @LearningRateFactor");
  }

  @Test
  void layersThatCannotLearnAtARateAreRefused() {
    assertThatThrownBy(
            () -> start(cnn(SGD, RecipeForm.WEIGHT_DECAY).learningRateFactor(FACTOR, "conv9")))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageStartingWith(
            "the network has no layer \"conv9\", which is to have a learning rate of its own; it has"
                + " layer 0, layer 1,");
    assertThatThrownBy(
            () -> start(cnn(SGD, RecipeForm.WEIGHT_DECAY).learningRateFactor(FACTOR, "6")))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessage(
            "layer 6 is to have 0.125 times the declared learning rate, but nothing in it is"
                + " trained: leave it out of @LearningRateFactor");
    for (double factor : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cnn(SGD, RecipeForm.WEIGHT_DECAY).learningRateFactor(factor, "0"))
          .withMessageContaining("must be greater than 0 and finite, not " + factor);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cnn(SGD, RecipeForm.WEIGHT_DECAY).learningRateFactor(2, "0", "0"))
        .withMessage("layer 0 has a learning rate factor already");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                cnn(SGD, RecipeForm.WEIGHT_DECAY)
                    .learningRateFactor(2, "0")
                    .trainOnlyInvariant()
                    .build())
        .withMessageContaining("trains only tensors that are converted");
  }
}
