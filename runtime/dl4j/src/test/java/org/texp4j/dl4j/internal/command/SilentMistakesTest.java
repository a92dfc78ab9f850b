package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.BATCH;
import static org.texp4j.dl4j.TinyExperiments.CLASSES;

import demo.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** Mistakes in the user's code that would train something else: refused in one sentence. */
class SilentMistakesTest {

  private static final String ORDER =
      ": each step calls nextBatch(), nextStep(), computeGradient(batch), update(step), carry(step),"
          + " notifyListeners(step) once, in this order";

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  private Invocation train(Experiment experiment, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--out", directory.resolve("run").toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(experiment, arguments.toArray(String[]::new));
  }

  private static void assertRefused(Invocation invocation, String message) {
    assertThat(invocation.errLines()).containsExactly("error: " + message);
    assertThat(invocation.code()).isEqualTo(1);
  }

  static List<Arguments> loops() {
    return List.of(
        loop(
            "the training loop returned after 0 of 2 steps: let it take steps while hasNext(), or"
                + " stop the run",
            run -> {}),
        loop(
            "the training loop returned after 1 of 2 steps: let it take steps while hasNext(), or"
                + " stop the run",
            run -> run.takeStep(run.nextBatch())),
        loop(
            "at step 0, the training loop calls notifyListeners(step) where carry(step) is due"
                + ORDER,
            run -> {
              Batch batch = run.nextBatch();
              Step step = run.nextStep();
              run.computeGradient(batch);
              run.update(step);
              run.notifyListeners(step);
            }),
        loop(
            "at step 0, the training loop calls update(step) where carry(step) is due" + ORDER,
            run -> {
              Batch batch = run.nextBatch();
              Step step = run.nextStep();
              run.computeGradient(batch);
              run.update(step);
              run.update(step);
            }),
        loop(
            "at step 1, the training loop calls nextBatch() where nextStep() is due" + ORDER,
            run -> {
              run.takeStep(run.nextBatch());
              run.nextBatch();
              run.takeStep(run.nextBatch());
            }),
        loop(
            "at step 1, the training loop calls nextStep() where computeGradient(batch) is due"
                + ORDER,
            run -> {
              run.takeStep(run.nextBatch());
              run.nextStep();
              run.nextStep();
            }),
        loop(
            "at step 0, the training loop returned where carry(step) is due" + ORDER,
            run -> {
              Batch batch = run.nextBatch();
              Step step = run.nextStep();
              run.computeGradient(batch);
              run.update(step);
            }),
        loop(
            "the training loop calls nextBatch() after the last of 2 steps: let it take steps while"
                + " hasNext()",
            run -> {
              for (int i = 0; i < 3; i++) {
                run.takeStep(run.nextBatch());
              }
            }),
        loop(
            "at step 0, the training loop calls update(step) where computeGradient(batch) is due"
                + ORDER,
            run -> {
              while (run.hasNext()) {
                try {
                  run.nextBatch();
                  run.update(run.nextStep());
                } catch (RuntimeException e) {
                  // A loop that goes on after a failure.
                }
              }
            }));
  }

  private static Arguments loop(String message, Experiment.Loop loop) {
    return Arguments.of(message, loop);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void aLoopThatLeavesTheOrderOfAStep(String message, Experiment.Loop loop) {
    Invocation trained = train(Place.sound().loop(loop).build());

    assertThat(trained.err()).startsWith("error: " + message);
    assertThat(trained.errLines()).hasSize(1);
    assertThat(trained.code()).isEqualTo(1);
  }

  @Test
  void aNetworkMethodThatSetsItsOwnSeed() {
    assertSays(train(seeded(base -> base.seed(42))), 42);
    assertSays(
        Invocation.of(
            Place.sound().computationGraph(base -> TinyExperiments.residual(base.seed(7))).build(),
            "info"),
        7);
  }

  private static void assertSays(Invocation trained, long seed) {
    assertThat(trained.outLines())
        .contains("network: replaces the seed " + seed + " by that of @Experiment(seed = …)");
    assertThat(trained.code()).isZero();
  }

  private static Experiment seeded(UnaryOperator<NeuralNetConfiguration.Builder> change) {
    return Place.sound()
        .multiLayerNetwork(base -> TinyExperiments.mlp(change.apply(base), true))
        .build();
  }

  /** Sizes of the batches of an epoch, and what is said of them; nothing if they are sound. */
  static Map<List<Integer>, String> sizes() {
    return Map.of(
        List.of(BATCH, BATCH, 5), "",
        List.of(BATCH, BATCH, BATCH), "",
        List.of(BATCH, BATCH, 2), "",
        List.of(BATCH, 5, BATCH), "batch 2 of epoch 1 of the training data has 5 examples",
        List.of(8, 8, 8), "batch 1 of epoch 1 of the training data has 8 examples",
        List.of(BATCH, BATCH, BATCH + 1), "batch 3 of epoch 1 of the training data has 17 examples",
        List.of(2 * BATCH, BATCH, 5), "batch 1 of epoch 1 of the training data has 32 examples");
  }

  static List<Arguments> batches() {
    return sizes().entrySet().stream()
        .map(each -> Arguments.of(each.getKey(), each.getValue()))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("batches")
  void batchesOfOtherSizesThanDeclared(List<Integer> sizes, String message) {
    Invocation trained =
        train(
            Place.sound()
                .recipe(
                    epoch -> TinyExperiments.constantRecipe(3, 0.1, 0, 0), RecipeForm.WEIGHT_DECAY)
                .trainingExamples(2 * BATCH + 5)
                .trainingData(request -> inBatches(sizes))
                .build());

    assertThat(trained.err())
        .startsWith(message.isEmpty() ? "" : "error: " + message)
        .contains(
            message.isEmpty()
                ? ""
                : ", but the declared batchSize is 16 (only the last batch of an epoch, batch 3, may"
                    + " have fewer): let the iterator give batches of request.batchSize(), or declare"
                    + " in @Experiment the batchSize that it gives");
    assertThat(trained.code()).isEqualTo(message.isEmpty() ? 0 : 1);
  }

  private static DataSetIterator inBatches(List<Integer> sizes) {
    List<DataSet> images = TinyExperiments.images();
    List<DataSet> batches = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      batches.add(DataSet.merge(images.subList(from, from + size)));
      from += size;
    }
    return new ExistingDataSetIterator(batches) {
      @Override
      public boolean asyncSupported() {
        return false;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void batchesThatCannotBeUsed(RecipeForm form) {
    DataSet sound = DataSet.merge(TinyExperiments.images().subList(0, BATCH));
    Map<DataSet, String> unusable =
        Map.of(
            new DataSet(sound.getFeatures(), null),
            "at step 0, the @TrainingData iterator returned a batch that cannot be used: it has no"
                + " labels",
            new DataSet(null, sound.getLabels()),
            "at step 0, the @TrainingData iterator returned a batch that cannot be used: it has no"
                + " features",
            new DataSet(sound.getFeatures(), Nd4j.zeros(BATCH, CLASSES)),
            "the labels of the first training batch are all 0, for which the loss of layer 6 is 0"
                + " whatever it computes: give each example a 1 for its class",
            new DataSet(sound.getFeatures(), Nd4j.ones(BATCH / 2, CLASSES)),
            "at step 0, the @TrainingData iterator returned a batch that cannot be used: labels of"
                + " shape [8, 4] do not hold 16 examples along their first dimension");
    unusable.forEach(
        (batch, message) ->
            assertRefused(
                train(
                    Place.sound()
                        .recipe(epoch -> TinyExperiments.constantRecipe(2, 0.1, 0.01, 0), form)
                        .trainingData(request -> repeating(batch))
                        .build()),
                message));
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void labelsOfAnotherWidthThanTheOutput(RecipeForm form) {
    DataSet sound = DataSet.merge(TinyExperiments.images().subList(0, BATCH));
    Experiment experiment =
        Place.sound()
            .recipe(epoch -> TinyExperiments.constantRecipe(2, 0.1, 0.01, 0), form)
            .trainingData(
                request ->
                    repeating(new DataSet(sound.getFeatures(), Nd4j.ones(BATCH, CLASSES + 1))))
            .build();

    Invocation trained = train(experiment);

    assertThat(trained.err())
        .containsPattern("labels .*, 5]")
        .doesNotContain("report it", "proof", ": null");
    assertThat(trained.code()).isEqualTo(1);
  }

  private static DataSetIterator repeating(DataSet batch) {
    return new ExistingDataSetIterator(Arrays.asList(batch, batch)) {
      @Override
      public boolean asyncSupported() {
        return false;
      }
    };
  }

  @Test
  void aModelOfAnotherExperiment() {
    train(Place.sound().build());
    Path model = directory.resolve("run/model.zip");
    Experiment other =
        Experiment.named("other")
            .recipe(epoch -> TinyExperiments.constantRecipe(2, 0.1, 0, 0), RecipeForm.WEIGHT_DECAY)
            .loop(run -> {})
            .evaluationData(
                request -> new ListDataSetIterator<>(TinyExperiments.images(), request.batchSize()))
            .build();

    assertRefused(
        Invocation.of(other, "evaluate", model.toString()),
        model
            + " is a model of the experiment tiny, not of other: evaluate it by its own training"
            + " class, or add --any-experiment to evaluate it on the data of other");
    assertThat(
            Invocation.of(other, "evaluate", model.toString(), "--any-experiment")
                .outLines()
                .get(1))
        .startsWith("accuracy  0.");
    assertThat(Invocation.of(Place.sound().build(), "evaluate", model.toString()).code()).isZero();
  }

  @Test
  void aBatchOfOneExampleForBatchNormalization() {
    List<DataSet> images = TinyExperiments.images();
    Experiment oneLeft =
        Place.sound()
            .trainingExamples(BATCH + 1)
            .trainingData(request -> new ListDataSetIterator<>(images.subList(0, BATCH + 1), BATCH))
            .build();

    assertRefused(
        train(oneLeft),
        "the last batch of an epoch has 1 example, but batch normalization in layer 1 cannot be"
            + " trained on one example: it would give the same output for any. Declare a batchSize"
            + " that does not leave one example, or leave that example out");
    assertThat(directory.resolve("run/metrics.jsonl")).as("before step 0").doesNotExist();
    assertThat(train(onImages(oneLeft)).code()).as("images have many pixels").isZero();
  }

  private static Experiment onImages(Experiment like) {
    return Place.sound()
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
        .trainingExamples(like.trainingExamples())
        .trainingData((Experiment.Data.Single) like.trainingData().orElseThrow())
        .build();
  }

  @Test
  void aBatchOfOneExampleThatWasNotDeclared() {
    List<DataSet> images = TinyExperiments.images();

    assertRefused(
        train(
            Place.sound()
                .trainingExamples(BATCH + 2)
                .trainingData(
                    request ->
                        new ListDataSetIterator<>(images.subList(0, BATCH + 1), BATCH) {
                          private static final long serialVersionUID = 1;
                        })
                .build()),
        "the batch of step 1 has 1 example, but batch normalization in layer 1 cannot be trained on"
            + " one example: it would give the same output for any. Declare a batchSize that does"
            + " not leave one example, or leave that example out");
  }

  @Test
  void partsOfOneExampleForBatchNormalization() {
    assertRefused(
        train(Place.sound().build(), "--accumulate", "9"),
        "a batch has 16 examples, which --accumulate 9 splits into parts of one, but batch"
            + " normalization in layer 1 cannot be trained on one example: it would give the same"
            + " output for any. Accumulate fewer parts");
    assertThat(train(Place.sound().build(), "--accumulate", "8").code()).isZero();
  }

  @Test
  void anAverageThatIsMostlyTheStart() {
    Invocation trained = train(Place.sound().build(), "--average", "0.999");

    assertThat(trained.outLines())
        .contains(
            "average: evaluations, the best model and --patience use the moving average; after 2"
                + " steps the initial parameters are 99.8 % of it, which --average 0.100 would make"
                + " 1 %");
  }

  @Test
  void theLossOfAnEpochIsThatOfItsExamples() {
    // The rate is 0, so the loss of each example is the same in any batch of this network.
    List<DataSet> images = TinyExperiments.images().subList(0, BATCH + 3);
    Experiment.Builder experiment =
        Place.sound()
            .recipe(
                epoch -> TinyExperiments.constantRecipe(epoch, 0, 0, 0), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(base -> TinyExperiments.classifier(base))
            .trainingExamples(images.size());

    String inTwo = epochLoss(train(experiment.trainingData(in(images, BATCH)).build()));
    Path other = directory.resolve("other");
    String inOne =
        epochLoss(
            Invocation.of(
                experiment.batchSize(32).trainingData(in(images, 32)).build(),
                "train",
                "--out",
                other.toString()));

    assertThat(inTwo).isEqualTo(inOne);
  }

  private static Experiment.Data.Single in(List<DataSet> images, int batch) {
    return request -> new ListDataSetIterator<>(images, batch);
  }

  private static String epochLoss(Invocation trained) {
    assertThat(trained.err()).isEmpty();
    return trained.outLines().stream()
        .filter(line -> line.startsWith("epoch 1: mean loss "))
        .findFirst()
        .orElseThrow()
        .replaceAll(",.*", "");
  }
}
