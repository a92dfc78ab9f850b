package org.texp4j.dl4j.internal.command;

import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** Training, evaluating, verifying and describing an experiment from the command line. */
class TrainCommandTest {

  /** Three epochs of ten steps, the first of which has a rate of zero. */
  private static final Recipe RECIPE =
      new Recipe(
          30,
          Curve.linearWarmup(0, 5, Curve.stepDecay(0.1, 0.1, 20)),
          Curve.constant(5e-3),
          Curve.constant(0.9));

  private static final Experiment EXPERIMENT = experiment(RecipeForm.TEXP_PLUS_PLUS);

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  private static Experiment experiment(RecipeForm form) {
    return onImages(RECIPE, form)
        .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
        .declarationDigest("c0ffee")
        .build();
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void writesMetricsAndAModelThatEvaluatesAsItDidInTraining(RecipeForm form) throws IOException {
    Path run = directory.resolve("run");

    Invocation trained =
        Invocation.of(EXPERIMENT, "train", "--as", form.name(), "--out", run.toString());

    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.outLines().get(0))
        .startsWith("tiny as " + form + ": SGD with rate 0.0 at the start");
    assertThat(trained.outLines()).contains("run: 30 steps, 10 per epoch, in " + run);
    assertThat(trained.out()).contains("epoch 1: mean loss ", "epoch 3: mean loss ");
    assertThat(trained.outLines()).contains("report: " + run.resolve("report.html"));
    String accuracy = lastLine(trained).replaceAll("test accuracy (.*) %", "$1");

    Invocation evaluated = Invocation.of(EXPERIMENT, "evaluate", run.toString());

    assertThat(evaluated.code()).isZero();
    double evaluatedAccuracy =
        Double.parseDouble(evaluated.outLines().get(1).replaceAll("accuracy +", ""));
    // Both are printed to four digits, of a multiple of 1/160.
    assertThat(String.format(Locale.ROOT, "%.2f", 100 * evaluatedAccuracy)).isEqualTo(accuracy);
    assertThat(evaluatedAccuracy).as("a run that learns").isGreaterThan(0.5);
  }

  @Test
  void metricsAreAnObjectALine() throws IOException {
    Path run = directory.resolve("run");
    Invocation.of(EXPERIMENT, "train", "--out", run.toString());

    List<JsonNode> lines =
        Files.readAllLines(run.resolve("metrics.jsonl")).stream()
            .map(TrainCommandTest::json)
            .toList();

    List<JsonNode> steps = lines.stream().filter(line -> line.has("loss")).toList();
    List<JsonNode> evaluations =
        lines.stream().filter(line -> line.has("evaluation_accuracy")).toList();
    assertThat(lines)
        .as("a start, 30 steps and 3 epochs, each with 2 groups but the steps")
        .hasSize(1 + 2 + 30 + 3 * (2 + 2));
    assertThat(lines.get(0).get("form").asText()).isEqualTo("TEXP_PLUS_PLUS");
    assertThat(steps)
        .extracting(line -> line.get("step").asLong())
        .containsExactlyElementsOf(LongStream.range(0, 30).boxed().toList());
    assertThat(evaluations)
        .extracting(line -> line.get("step").asLong() + " " + line.get("epoch").asLong())
        .containsExactly("10 0", "20 1", "30 2");
    assertThat(steps.get(0).get("recipe_rate").asDouble()).isZero();
    assertThat(steps.get(0).get("log2_rate").asText()).isEqualTo("-Infinity");
    assertThat(steps.subList(1, 30))
        .allMatch(line -> line.get("effective_rate").asDouble() > 0)
        .allMatch(line -> line.get("log2_rate").isNumber())
        .allMatch(line -> line.get("loss").isNumber());
    assertThat(steps.get(29).get("epoch").asLong()).isEqualTo(2);
    assertThat(steps.get(29).get("log2_scale").asDouble()).isPositive();
  }

  /** TEXP−− takes its steps by a recipe of its own; what was declared is told all the same. */
  @Test
  void metricsOfTexpWithoutDropsTellTheDeclaredRateAndDecay() throws IOException {
    Recipe drops =
        new Recipe(
            4,
            Curve.piecewiseConstant(List.of(0.1, 0.025), 2),
            Curve.constant(5e-3),
            Curve.constant(0.5));

    List<JsonNode> steps = steps(drops, RecipeForm.TEXP_MINUS_MINUS);

    assertThat(steps)
        .extracting(line -> line.get("recipe_rate").asDouble())
        .containsExactly(0.1, 0.1, 0.025, 0.025);
    assertThat(steps).allMatch(line -> line.get("weight_decay").asDouble() == 5e-3);
    assertThat(steps)
        .as("the rate in use does not drop")
        .isSortedAccordingTo(comparingDouble(line -> line.get("rate").asDouble()));
  }

  @Test
  void metricsOfAdamWTellTheRateInUse() throws IOException {
    Recipe recipe =
        new Recipe(
            3,
            Curve.constant(0x1p-4),
            Curve.constant(8),
            Curve.constant(0.5),
            new AdamW(0.9, 1e-8));

    List<JsonNode> steps = steps(recipe, RecipeForm.TEXP_PLUS_PLUS);

    // 1/α = 2, so P' is 2, 4, 8.
    assertThat(steps)
        .extracting(line -> line.get("log2_rate").asDouble())
        .containsExactly(-3.0, -2.0, -1.0);
  }

  private List<JsonNode> steps(Recipe recipe, RecipeForm form) throws IOException {
    Path run = directory.resolve("run");
    Experiment experiment =
        onImages(recipe, form).multiLayerNetwork(base -> TinyExperiments.mlp(base, true)).build();
    assertThat(Invocation.of(experiment, "train", "--out", run.toString()).err()).isEmpty();
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(TrainCommandTest::json)
        .filter(line -> line.has("loss"))
        .toList();
  }

  @Test
  void aRunHasATableAndAReportAndIsReportedBesideItsBaseline() throws IOException {
    Path run = directory.resolve("run");
    Path baseline = directory.resolve("baseline");
    Path page = directory.resolve("both.html");

    Invocation trained = Invocation.of(EXPERIMENT, "train", "--out", run.toString());
    Invocation.of(EXPERIMENT, "train", "--as", "WEIGHT_DECAY", "--out", baseline.toString());
    Invocation reported =
        Invocation.of(
            EXPERIMENT,
            "report",
            run.toString(),
            "--with",
            baseline.toString(),
            "--out",
            page.toString());

    assertThat(trained.outLines()).contains("report: " + run.resolve("report.html"));
    assertThat(run.resolve("metrics.csv")).content().hasLineCount(1 + 30);
    assertThat(run.resolve("report.html")).content().doesNotContain("Deviation of the loss");
    assertThat(reported).isEqualTo(new Invocation(0, "report    " + page + NEW_LINE, ""));
    assertThat(page).content().contains("Deviation of the loss", "TEXP++", "weight decay");
    String alone = Files.readString(run.resolve("report.html"));
    assertThat(Invocation.of(EXPERIMENT, "report", run.toString()).code()).isZero();
    assertThat(run.resolve("report.html")).as("the files alone make it").hasContent(alone);
  }

  private static final String NEW_LINE = System.lineSeparator();

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void stopsEarlyWithTheScheduleAsDeclared() {
    Path run = directory.resolve("run");

    Invocation trained =
        Invocation.of(EXPERIMENT, "train", "--limit-batches", "7", "--out", run.toString());

    assertThat(trained.outLines()).contains("run: 7 steps, 10 per epoch, in " + run);
    assertThat(trained.out()).contains("trained 7 steps in ");
    assertThat(run.resolve("metrics.jsonl")).content().hasLineCount(1 + 2 + 7 + (2 + 2));
  }

  @Test
  void refusesADirectoryThatIsNotForIt() throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    Files.writeString(run.resolve("metrics.jsonl"), "precious");
    Path file = Files.createFile(directory.resolve("file"));

    assertRefused(
        run, run + " holds a run already: name another directory with --out, or remove it");
    assertThat(run.resolve("metrics.jsonl")).hasContent("precious");
    assertThat(run.resolve("model.zip")).doesNotExist();
    assertRefused(file, file + " is a file: name a directory with --out");
    assertRefused(file.resolve("run"), "cannot use " + file.resolve("run") + ": Not a directory");
  }

  private static void assertRefused(Path out, String message) {
    Invocation refused =
        Invocation.of(EXPERIMENT, "train", "--limit-batches", "1", "--out", out.toString());
    assertThat(refused.errLines()).containsExactly("error: " + message);
    assertThat(refused.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void verifyPrintsALineACheckedStepAndTheWorst(RecipeForm declared) {
    Invocation verified =
        Invocation.of(experiment(declared), "verify", "--steps", "25", "--every", "10");

    assertThat(verified.err()).isEmpty();
    List<String> lines = verified.outLines();
    assertThat(lines.get(0))
        .isEqualTo("relative deviation of TEXP_PLUS_PLUS, mapped back, from WEIGHT_DECAY");
    assertThat(lines.subList(2, 6))
        .extracting(line -> line.trim().split(" +")[0])
        .containsExactly("1", "10", "20", "25");
    assertThat(lines.subList(2, 6)).allMatch(line -> line.trim().split(" +").length == 7);
    assertThat(lines).hasSize(8);
    assertThat(lines.get(6)).matches("verified: 25 steps, worst deviation \\d\\.\\d\\de-1\\d");
    assertThat(lines.get(7))
        .matches(
            "in float: layers by oneDNN; deviation from Deeplearning4j's:"
                + " gradient \\d\\.\\d\\de-0\\d, output \\d\\.\\d\\de-0\\d");
    assertThat(verified.code()).isZero();
  }

  @Test
  void infoListsEveryWeightAndWhatBecomesOfIt() {
    Invocation info =
        Invocation.of(
            onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS)
                .computationGraph(TinyExperiments::residual)
                .declarationDigest("c0ffee")
                .build(),
            "info");

    assertThat(info.outLines())
        .contains(
            "experiment    tiny, seed 1",
            "declaration   c0ffee",
            "run as        TEXP_PLUS_PLUS",
            "epoch         10 steps of 16 examples",
            "backend       " + Backend.start().note())
        .containsSubsequence(
            "weights                  trained     group why",
            "stem_W                   converted   1     jointly with conv2_W, through layer norm1"
                + " and layer norm3",
            "conv1_W                  converted   2     alone, through layer norm2",
            "conv2_W                  converted   1     jointly with stem_W, through layer norm1"
                + " and layer norm3",
            "output_W                 declared          it produces the network's output, which would"
                + " scale with it",
            "All other biases, scales and shifts keep the declared recipe.",
            "normalization            degree            follows",
            "norm1                    1                 epsilon by P^2, running statistics by P^1"
                + " and P^2");
    assertThat(info.code()).isZero();
  }

  @Test
  void infoOfAScheduleAloneStartsNoBackend() {
    Invocation info = Invocation.of(onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS).build(), "info");

    assertThat(info.out()).contains("run as        TEXP_PLUS_PLUS").doesNotContain("backend");
    assertThat(info.code()).isZero();
  }

  private static String lastLine(Invocation invocation) {
    return invocation.outLines().get(invocation.outLines().size() - 1);
  }
}
