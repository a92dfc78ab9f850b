package org.texp4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** The values an experiment and the settings of its runs accept, and those they refuse. */
class ExperimentTest {

  private static final Recipe RECIPE = constantRecipe(10, 0.1, 5e-4, 0.9);

  private static Experiment.Builder builder() {
    return Experiment.named("tiny")
        .recipe(stepsPerEpoch -> RECIPE, RecipeForm.TEXP_PLUS_PLUS)
        .loop(run -> {});
  }

  @Test
  void aRecipeAndALoopAreEnough() {
    Experiment experiment = builder().build();

    assertThat(experiment.name()).isEqualTo("tiny");
    assertThat(experiment.seed()).isZero();
    assertThat(experiment.batchSize()).isEqualTo(1);
    assertThat(experiment.declaresTrainingExamples()).isFalse();
    assertThat(experiment.trainingExamples()).as("for plans without data").isEqualTo(50_000);
    assertThat(experiment.stepsPerEpoch()).isEqualTo(50_000);
    assertThat(experiment.network()).isEmpty();
    assertThat(experiment.trainingData()).isEmpty();
    assertThat(experiment.evaluationData()).isEmpty();
    assertThat(experiment.assertedInvariant()).isEmpty();
    assertThat(experiment.trainsOnlyInvariant()).isFalse();
    assertThat(experiment.declarationDigest()).isEmpty();
    assertThat(experiment.sourceDigest()).isEmpty();
    assertThat(experiment.plan(1).isCorrected()).isTrue();
  }

  @Test
  void buildNamesWhatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(Experiment.named("tiny")::build)
        .withMessage("the experiment tiny cannot be built without recipe(…), loop(…)");
    assertThatIllegalStateException()
        .isThrownBy(builder().multiLayerNetwork(base -> null)::build)
        .withMessage("the experiment tiny cannot be built without trainingData(…)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "Tiny", "a b", "a_b", "a--b", "-a", "a-", "..", "a/b", "a\\b", "ä", "a.b"
      })
  void aNameIsThatOfADirectoryEverywhere(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Experiment.named(name))
        .withMessage(
            "\"%s\" cannot name an experiment: use at most 200 lower-case letters, digits and"
                + " single hyphens between them",
            name);
  }

  @Test
  void aNameThatIsTooLongForADirectoryIsRefused() {
    assertThat(Experiment.named("a".repeat(200))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Experiment.named("a".repeat(201)))
        .withMessageEndingWith(
            "use at most 200 lower-case letters, digits and single hyphens between them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1", "fashion-cnn", "pre-res-net-20"})
  void namesOfDeclarationsAreNames(String name) {
    assertThat(Experiment.named(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void numbersOfExamplesAreAtLeastOne(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().batchSize(number))
        .withMessage("batchSize must be at least 1, but is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().trainingExamples(number))
        .withMessage("trainingExamples must be at least 1, but is " + number);
    Experiment experiment = builder().build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> experiment.stepsPerEpoch(number))
        .withMessage("examples must be at least 1, but is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> experiment.recipe(number))
        .withMessage("stepsPerEpoch must be at least 1, but is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataRequest(Optional.empty(), number, 0))
        .withMessage("batchSize must be at least 1, but is " + number);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "128, 1, 1",
    "128, 128, 1",
    "128, 129, 2",
    "128, 50000, 391",
    "2, 9223372036854775807, 4611686018427387904"
  })
  void anEpochHasAStepForEveryBatchBegun(int batchSize, long examples, long steps) {
    Experiment experiment = builder().batchSize(batchSize).trainingExamples(examples).build();

    assertThat(experiment.stepsPerEpoch()).isEqualTo(steps);
  }

  static List<Consumer<Experiment.Builder>> nulls() {
    return List.of(
        builder -> Experiment.named(null),
        builder -> builder.recipe(null, RecipeForm.TEXP),
        builder -> builder.recipe(stepsPerEpoch -> RECIPE, null),
        builder -> builder.multiLayerNetwork(null),
        builder -> builder.computationGraph(null),
        builder -> builder.trainingData(null),
        builder -> builder.evaluationData(null),
        builder -> builder.assertInvariant((String[]) null),
        builder -> builder.assertInvariant("0_W", null),
        builder -> builder.loop(null),
        builder -> builder.declarationDigest(null),
        builder -> builder.sourceDigest(null),
        builder -> builder.build().withRecipe(null),
        builder -> new DataRequest(null, 1, 0),
        builder -> settings(builder).withData(null),
        builder -> settings(builder).withForm(null),
        builder -> settings(builder).withDataType(null),
        builder -> settings(builder).withAverage(null),
        builder -> settings(builder).stoppingAfter(null, OptionalLong.empty()),
        builder -> settings(builder).stoppingAfter(OptionalLong.empty(), null));
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void nullIsRefusedAtOnce(Consumer<Experiment.Builder> call) {
    assertThatNullPointerException().isThrownBy(() -> call.accept(builder()));
  }

  @Test
  void assertedTensorsAreNamedOnceEach() {
    Experiment experiment = builder().assertInvariant("q_W", "k_W").assertInvariant("v_W").build();

    assertThat(experiment.assertedInvariant()).containsExactly(Set.of("q_W", "k_W"), Set.of("v_W"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().assertInvariant())
        .withMessage("assertInvariant must name at least one tensor");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().assertInvariant("q_W", " "))
        .withMessage("assertInvariant names a tensor with a blank name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().assertInvariant("q_W", "q_W"))
        .withMessage("assertInvariant names q_W twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().assertInvariant("q_W").assertInvariant("k_W", "q_W"))
        .withMessage("assertInvariant names q_W twice");
  }

  @Test
  void anExperimentDoesNotChangeWithItsBuilder() {
    Experiment.Builder builder = builder().seed(1).assertInvariant("q_W");
    Experiment experiment = builder.build();
    builder.seed(2).assertInvariant("k_W");

    assertThat(experiment.seed()).isEqualTo(1);
    assertThat(experiment.assertedInvariant()).containsExactly(Set.of("q_W"));
    assertThat(experiment.withSeed(3).seed()).isEqualTo(3);
    assertThat(experiment.seed()).isEqualTo(1);
  }

  @Test
  void anotherRecipeIsMadeFromTheDeclaredOne() {
    Experiment experiment = builder().momentumCorrections(false).build();
    Experiment changed =
        experiment.withRecipe(
            recipe ->
                new Recipe(
                    2 * recipe.steps(),
                    recipe.learningRate(),
                    Curve.constant(0),
                    recipe.momentum()));

    assertThat(changed.recipe(1).steps()).isEqualTo(20);
    assertThat(changed.plan(1).isCorrected()).isFalse();
    assertThat(experiment.recipe(1)).isSameAs(RECIPE);
  }

  @Test
  void settingsAreInTheirRanges() {
    RunSettings settings = settings(builder());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withDataType(DataType.BFLOAT16))
        .withMessage("dataType must be FLOAT or DOUBLE, but is BFLOAT16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withParts(0))
        .withMessage("parts must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.stoppingAfter(OptionalLong.of(0), OptionalLong.empty()))
        .withMessage("epochs must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.stoppingAfter(OptionalLong.empty(), OptionalLong.of(-1)))
        .withMessage("batches must be at least 1, but is -1");
    for (double kept : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings.withAverage(OptionalDouble.of(kept)))
          .withMessage("average must be greater than 0 and less than 1, but is " + kept);
    }
  }

  private static RunSettings settings(Experiment.Builder builder) {
    return RunSettings.of(builder.build());
  }
}
