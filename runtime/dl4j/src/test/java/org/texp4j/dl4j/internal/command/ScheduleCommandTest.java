package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;

/** The schedule as text for people, as CSV for programs and as a chart. */
class ScheduleCommandTest {

  private static final String HEADER =
      "step,epoch,recipe_rate,weight_decay,momentum,alpha,log2_scale,kappa,log2_rate,rate";

  /** The references have 16 digits; a few units in the last place are left to printing. */
  private static final Percentage ROUNDING = withinPercentage(100 * 0x1p-50);

  private static final double LN2 = Math.log(2);

  @Test
  void csvHasTheHeaderAndARowAStep() {
    List<String> lines = csv(usual(7));

    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).isEqualTo(HEADER);
    assertThat(lines.subList(1, 8))
        .extracting(line -> line.substring(0, line.indexOf(",0.1,")))
        .containsExactly("0,0", "1,0", "2,0", "3,1", "4,1", "5,1", "6,2");
  }

  /** η = 0.1, λ = 5e-4, γ = 0.9: values computed apart from this code, in higher precision. */
  @Test
  void csvHoldsTheReferenceValuesOfTheorem213() {
    List<double[]> rows = rows(usual(5));
    double[] alphas = {
      .99995, .9999049977498875, .9998644898512422, .9998280243371778, .9997951952808158
    };
    double[] rates = {.10000500025001252, .10001950282787381, .10004256259104094};

    double log2Scale = 0;
    for (int s = 0; s < alphas.length; s++) {
      double[] row = rows.get(s);
      assertThat(row[2]).isEqualTo(0.1);
      assertThat(row[3]).isEqualTo(5e-4);
      assertThat(row[4]).isEqualTo(0.9);
      assertThat(row[5]).as("alpha of step %d", s).isCloseTo(alphas[s], ROUNDING);
      assertThat(row[6]).as("log2 of P before step %d", s).isCloseTo(log2Scale, SUM_OF_LOGARITHMS);
      log2Scale -= Math.log(alphas[s]) / LN2;
      if (s < rates.length) {
        assertThat(row[9]).as("rate of step %d", s).isCloseTo(rates[s], ROUNDING);
        assertThat(row[8]).isCloseTo(Math.log(rates[s]) / LN2, ROUNDING);
      }
    }
    assertThat(rows.get(0)[7]).as("κ before step 0").isZero();
    assertThat(rows.get(1)[7]).as("κ before step 1").isCloseTo(5e-4 / .99995, ROUNDING);
  }

  /** ln α = ln(1 − 1e-4) loses four of its digits to the rounding of α. */
  private static final Offset<Double> SUM_OF_LOGARITHMS = offset(10 * 0x1p-53);

  @Test
  void epochsOfUndeclaredSizeAreShownAsAssumed() {
    Experiment undeclared =
        Experiment.named("undeclared")
            .batchSize(128)
            .recipe(
                stepsPerEpoch -> constantRecipe(2 * stepsPerEpoch, 0.1, 5e-4, 0.9),
                RecipeForm.TEXP_PLUS_PLUS)
            .loop(run -> {})
            .build();
    String assumption =
        "Epochs are shown as of 50000 examples, since @Experiment declares no trainingExamples;"
            + " train counts its data.";

    for (String command : List.of("schedule", "info")) {
      assertThat(Invocation.of(undeclared, command).out()).contains(assumption, "0 … 781");
      assertThat(Invocation.of(usual(5), "schedule").out()).doesNotContain("assume", "counts");
    }
  }

  @Test
  void aRateOfZeroHasTheLogarithmMinusInfinity() {
    Recipe warmup =
        new Recipe(
            3,
            Curve.linearWarmup(0, 2, Curve.constant(0.1)),
            Curve.constant(5e-4),
            Curve.constant(0.9));

    assertThat(csv(experiment(warmup)).get(1))
        .isEqualTo("0,0,0.0,5.0E-4,0.9,1.0,0.0,0.0,-Infinity,0.0");
  }

  private static final Curve ONE = Curve.constant(1);
  private static final Curve HALF = Curve.constant(0.5);
  private static final Curve QUARTER = Curve.constant(0.25);

  /** Rows computed by hand, of recipes whose every number is a short binary fraction. */
  static Stream<Arguments> otherRules() {
    String linear =
        ",velocity_to_weights,gradient_to_weights,velocity_to_velocity,gradient_to_velocity";
    Rule nesterov = new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0);
    Curve rate = Curve.piecewiseConstant(List.of(1.0, 0.5), 1);
    Curve momentum = Curve.piecewiseConstant(List.of(0.0, 0.5), 1);
    return Stream.of(
        Arguments.of(
            new Recipe(2, rate, HALF, momentum, nesterov),
            RecipeForm.TEXP_PLUS_PLUS,
            List.of(
                HEADER + linear,
                "0,0,1.0,0.5,0.0,0.5,0.0,0.0,1.0,2.0,0.0,1.0,0.0,1.0",
                "1,0,0.5,0.5,0.5,0.5,1.0,1.0,2.0,4.0,0.125,0.75,0.375,1.25")),
        Arguments.of(
            new Recipe(
                2, HALF, ONE, QUARTER, new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0)),
            RecipeForm.TEXP_PLUS_PLUS,
            List.of(
                HEADER + linear,
                "0,0,0.5,1.0,0.25,0.5,0.0,0.0,0.0,1.0,0.25,0.5,0.25,0.5",
                "1,0,0.5,1.0,0.25,0.25,1.0,1.0,3.0,8.0,0.25,0.5,0.25,0.5")),
        Arguments.of(
            new Recipe(1, HALF, ONE, QUARTER, new Sgd(Velocity.HEAVY_BALL, Coupling.DECOUPLED, 0)),
            RecipeForm.TEXP_PLUS_PLUS,
            List.of(HEADER + linear, "0,0,0.5,1.0,0.25,0.5,0.0,0.0,0.0,1.0,0.125,0.5,0.125,0.5")),
        Arguments.of(
            new Recipe(1, HALF, ONE, QUARTER, new Sgd(Velocity.HEAVY_BALL, Coupling.DECOUPLED, 0)),
            RecipeForm.WEIGHT_DECAY,
            List.of(HEADER + linear, "0,0,0.5,1.0,0.25,1.0,0.0,0.0,-1.0,0.5,0.125,0.5,0.25,1.0")),
        Arguments.of(
            new Recipe(2, HALF, ONE, HALF, new AdamW(0.5, 0x1p-10)),
            RecipeForm.TEXP_PLUS_PLUS,
            List.of(
                HEADER + ",adam_rate_log2,moment_scale,log2_epsilon",
                "0,0,0.5,1.0,0.5,0.5,0.0,0.0,0.0,1.0,0.0,0.5,-11.0",
                "1,0,0.5,1.0,0.5,0.5,1.0,0.0,2.0,4.0,1.0,0.5,-12.0")));
  }

  @ParameterizedTest
  @MethodSource
  void otherRules(Recipe recipe, RecipeForm form, List<String> expected) {
    assertThat(csv(experiment(recipe, form))).isEqualTo(expected);
  }

  /** Without drops the run keeps the first rate and lowers the decay to λη/η₀. */
  @Test
  void withoutDropsTheRateIsStillTheDeclaredOne() {
    Recipe recipe =
        new Recipe(2, Curve.piecewiseConstant(List.of(0.5, 0.125), 1), ONE, Curve.constant(0));

    List<double[]> rows = rows(experiment(recipe, RecipeForm.TEXP_MINUS_MINUS));

    assertThat(rows).extracting(row -> row[2]).containsExactly(0.5, 0.125);
    assertThat(rows).extracting(row -> row[3]).containsExactly(1.0, 0.25);
  }

  @Test
  void logarithmsStayFiniteWhereTheRateLeavesTheRangeOfADouble() {
    List<double[]> rows = rows(experiment(constantRecipe(20_000, 0.1, 0.02, 0.9)));

    double[] last = rows.get(19_999);
    assertThat(last[9]).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(last[8]).isBetween(1024.0, 4000.0);
    assertThat(rows).allMatch(row -> Double.isFinite(row[8]) && Double.isFinite(row[6]));
  }

  @Test
  void tableNamesTheRecipeThatIsRunInPlaceOfTheDeclaredOne() {
    Recipe recipe =
        new Recipe(9, Curve.stepDecay(0.1, 0.1, 3, 6), Curve.constant(5e-4), Curve.constant(0.9));

    String line =
        Invocation.of(experiment(recipe, RecipeForm.TEXP_MINUS_MINUS), "schedule")
            .outLines()
            .get(0);

    assertThat(line)
        .isEqualTo(
            "usual as TEXP_MINUS_MINUS: SGD with rate 0.1 at the start, weight decay 5.0E-4,"
                + " momentum 0.9, 9 steps; without the drops of the rate, which is another recipe:"
                + " rate 0.1 throughout, weight decay 5.000e-04 at the start and 5.000e-06 at"
                + " the end");
  }

  @Test
  void tableShowsAPhaseALine() {
    Recipe recipe =
        new Recipe(9, Curve.stepDecay(0.1, 0.1, 3, 6), Curve.constant(5e-4), Curve.constant(0.9));

    List<String> lines = Invocation.of(experiment(recipe), "schedule").outLines();

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .isEqualTo(
            "usual as TEXP_PLUS_PLUS: SGD with rate 0.1 at the start, weight decay 5.0E-4, momentum"
                + " 0.9, 9 steps");
    assertThat(lines.get(1)).startsWith("steps").contains("growth/epoch");
    assertThat(lines.subList(2, 5))
        .extracting(line -> line.split("\\s+")[6])
        .containsExactly("0.1000", "0.01000", "0.001000");
  }

  @Test
  void theUpdateRuleIsNamed() {
    assertThat(Invocation.of(experiment(of(new AdamW(0.5, 1e-8))), "schedule").outLines().get(0))
        .isEqualTo(
            "usual as TEXP_PLUS_PLUS: AdamW with rate 0.5 at the start, weight decay 0.25,"
                + " β₁ 0.25, β₂ 0.5, ε 1.0E-8, 9 steps");
    Rule rule = new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.DECOUPLED, 0.5);
    assertThat(Invocation.of(experiment(of(rule)), "schedule").outLines().get(0))
        .isEqualTo(
            "usual as TEXP_PLUS_PLUS: SGD, its rate inside the velocity, with rate 0.5 at the"
                + " start, decoupled weight decay 0.25, momentum 0.25, dampening 0.5, 9 steps");
  }

  private static Recipe of(Rule rule) {
    return new Recipe(9, HALF, QUARTER, QUARTER, rule);
  }

  @Test
  void aTableOfManyPhasesEndsWithTheNumberOfTheOthers() {
    Recipe recipe =
        new Recipe(
            90,
            Curve.stepDecay(0.1, 0.9, LongStream.range(1, 30).toArray()),
            Curve.constant(5e-4),
            Curve.constant(0.9));

    List<String> lines = Invocation.of(experiment(recipe), "schedule").outLines();

    assertThat(lines).hasSize(27).last().isEqualTo("… and 6 more phases");
    assertThat(Invocation.of(experiment(recipe), "schedule", "--format", "svg").out())
        .contains("… and 6 more phases");
  }

  /** 2ηλ/(1+γ) is derived for the heavy ball alone. */
  @Test
  void svgShowsTheEquilibriumOfTheHeavyBallOnly() {
    assertThat(Invocation.of(usual(9), "schedule", "--format", "svg").out())
        .contains("in equilibrium");
    assertThat(
            Invocation.of(experiment(of(new AdamW(0.5, 1e-8))), "schedule", "--format", "svg")
                .out())
        .contains("scale P")
        .doesNotContain("equilibrium");
  }

  @Test
  void svgHasChartsOfBothRatesAndOfTheScaleAndThePhases() {
    assertThat(Invocation.of(usual(9), "schedule", "--format", "svg").out())
        .startsWith("<svg ")
        .contains(
            "usual: learning rate",
            "declared, with weight decay",
            "converted: TEXP++",
            "usual: scale P",
            "growth/epoch")
        .doesNotContain("overflow")
        .endsWith("</svg>\n");
  }

  /** The first step of the CSV at which the rate, or the P² that normalization sees, is 2^128. */
  @Test
  void theStepAtWhichFloat32AloneWouldOverflowIsNamed() {
    Experiment strong = experiment(constantRecipe(20_000, 0.1, 0.02, 0.9));
    List<double[]> rows = rows(strong);
    int first = 0;
    while (rows.get(first)[8] < 128 && 2 * rows.get(first + 1)[6] < 128) {
      first++;
    }

    String expected = "float32 alone would overflow at step " + first;
    assertThat(Invocation.of(strong, "schedule").out())
        .contains(expected + ", in epoch " + (first / 3 + 1) + " ");
    assertThat(Invocation.of(strong, "schedule", "--format", "svg").out())
        .contains("float32 alone ends, step " + first, expected);
    assertThat(Invocation.of(usual(9), "schedule").out()).doesNotContain("float32");
  }

  @Test
  void outWritesTheSameToAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("plan.csv");

    Invocation written =
        Invocation.of(usual(7), "schedule", "--format", "csv", "--out", file.toString());

    assertThat(written).isEqualTo(new Invocation(0, "", ""));
    assertThat(file).hasContent(Invocation.of(usual(7), "schedule", "--format", "csv").out());
  }

  /**
   * In a JVM of its own, which tells the classes it initializes: none of ND4J may be among them.
   */
  @Test
  void startsNoBackend(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+init=info",
                "-cp",
                System.getProperty("java.class.path"),
                Printing.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(process.waitFor()).isZero();
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    List<String> initialized = new ArrayList<>();
    for (String line : lines) {
      var name = Pattern.compile("Initializing '([^']+)'").matcher(line);
      if (name.find()) {
        initialized.add(name.group(1));
      }
    }
    assertThat(lines).contains(HEADER);
    assertThat(initialized)
        .contains(binaryName(ScheduleCommand.class))
        .noneMatch(name -> name.startsWith("org/nd4j") || name.startsWith("org/deeplearning4j"))
        .doesNotContain(binaryName(Backend.class));
  }

  private static String binaryName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  /** What the child JVM runs. */
  static final class Printing {
    public static void main(String[] arguments) {
      System.exit(RootCommand.run(usual(7), "schedule", "--format", "csv"));
    }
  }

  private static Experiment usual(long steps) {
    return experiment(constantRecipe(steps, 0.1, 5e-4, 0.9));
  }

  private static Experiment experiment(Recipe recipe) {
    return experiment(recipe, RecipeForm.TEXP_PLUS_PLUS);
  }

  /** Epochs of three steps, and methods that must not be called. */
  private static Experiment experiment(Recipe recipe, RecipeForm form) {
    return Experiment.named("usual")
        .batchSize(10)
        .trainingExamples(25)
        .recipe(stepsPerEpoch -> recipe, form)
        .multiLayerNetwork(
            base -> {
              throw new AssertionError("the schedule needs no network");
            })
        .trainingData(
            request -> {
              throw new AssertionError("the schedule needs no data");
            })
        .loop(run -> {})
        .build();
  }

  private static List<String> csv(Experiment experiment) {
    Invocation invocation = Invocation.of(experiment, "schedule", "--format", "csv");
    assertThat(invocation.code()).isZero();
    assertThat(invocation.err()).isEmpty();
    return invocation.outLines();
  }

  private static List<double[]> rows(Experiment experiment) {
    return csv(experiment).stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }
}
