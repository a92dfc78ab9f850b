package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WrittenRule;

class PlannedUpdaterTest {

  /** One rule of each kind. */
  static Stream<Rule> rules() {
    return Stream.of(
        Sgd.HEAVY_BALL,
        new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.DECOUPLED, 0),
        new AdamW(0.999, 1e-8),
        WrittenRule.named("Lion")
            .states("m")
            .step(
                "u = sign(momentum * m + (1 - momentum) * g)",
                "m = 0.99 * m + 0.01 * g",
                "w = w - rate * u")
            .decay(Coupling.DECOUPLED)
            .build());
  }

  @Test
  void everyKindOfRuleIsTested() {
    assertThat(kinds(Rule.class)).allMatch(kind -> rules().anyMatch(kind::isInstance));
  }

  private static Stream<Class<?>> kinds(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(PlannedUpdaterTest::kinds)
        : Stream.of(sealed);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theUpdaterOfARuleHoldsItsStatesAndTrainsAsDeclared(Rule rule) {
    PlannedUpdater updater = PlannedUpdater.forRule(rule);

    assertThat(updater.group()).isEqualTo(ParameterGroup.DECLARED);
    assertThat(updater.degree()).isEqualTo(1);
    assertThat(updater.states()).isEqualTo(rule.states());
    assertThat(updater.stateSize(7)).isEqualTo(7L * rule.states().size());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void updatersAreEqualIfTheyTrainAlike(Rule rule) {
    PlannedUpdater declared = PlannedUpdater.forRule(rule);
    PlannedUpdater following = declared.withGroup(ParameterGroup.FOLLOWING, 2);

    assertThat(following.group()).isEqualTo(ParameterGroup.FOLLOWING);
    assertThat(following.degree()).isEqualTo(2);
    assertThat(following).hasSameClassAs(declared).isNotEqualTo(declared);
    assertThat(following.clone()).isEqualTo(following).isNotSameAs(following);
    assertThat(following.withGroup(ParameterGroup.DECLARED, 1)).isEqualTo(declared);
    assertThat(following.withGroup(ParameterGroup.FOLLOWING, 3)).isNotEqualTo(following);
  }

  @Test
  void updatersOfDifferentRulesDiffer() {
    assertThat(PlannedUpdater.forRule(Sgd.HEAVY_BALL))
        .isNotEqualTo(PlannedUpdater.forRule(new AdamW(0.999, 1e-8)));
  }

  @Test
  void adjacentTensorsOfOneGroupAreOneBlock() {
    // W | γ, β | [mean, deviation] | b | W | γ, β | [mean, deviation] | W, b of the output
    assertThat(Networks.of(run(Sgd.HEAVY_BALL)).updater().getUpdaterBlocks())
        .extracting(block -> String.valueOf(block.getGradientUpdater().getConfig()))
        .containsExactly(
            "PlannedUpdater(CONVERTED, {v=-1})",
            "PlannedUpdater(DECLARED, {v=-1})",
            "NoOp()",
            "PlannedUpdater(SUBTRACTED, {v=-1})",
            "PlannedUpdater(CONVERTED, {v=-1})",
            "PlannedUpdater(DECLARED, {v=-1})",
            "NoOp()",
            "PlannedUpdater(DECLARED, {v=-1})");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void survivesSavingAndLoadingByDeeplearning4j(Rule rule, @TempDir Path directory)
      throws Exception {
    TrainingRun run = run(rule);
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
    MultiLayerNetwork network = (MultiLayerNetwork) run(Sgd.HEAVY_BALL).network().model();
    DataSet batch = DataSet.merge(TinyExperiments.images().subList(0, 4));

    assertThatThrownBy(() -> network.fit(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("generated training class");
  }

  private static TrainingRun run(Rule rule) {
    Recipe recipe =
        new Recipe(20, Curve.constant(0.1), Curve.constant(1e-3), Curve.constant(0.9), rule);
    Experiment experiment =
        onImages(recipe, RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
            .build();
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }
}
