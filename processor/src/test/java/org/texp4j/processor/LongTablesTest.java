package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Interpolation;
import org.texp4j.schedule.Recipe;

/** However many boundaries a shape has, its training class compiles and has the same curve. */
final class LongTablesTest {

  private static final String DECLARATION =
      """
      import org.texp4j.annotations.*;
      import static org.texp4j.annotations.Hyperparameter.*;
      @Experiment(trainingExamples = 300)
      @Normalized(Normalization.BATCH)
      @WeightDecay(5e-4)
      @Momentum(0.5)
      SHAPES
      @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 40_000)
      class X {}
      """;

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 5_001, 10_000, 30_000})
  void boundariesInEpochs(int count) throws ReflectiveOperationException {
    String shape = "@StepDecay(factor = 0.9999, epochs = {" + list(count, i -> 1 + i) + "})";

    assertThat(recipe(shape).learningRate())
        .isEqualTo(
            Curve.stepDecay(
                0.1, 0.9999, LongStream.rangeClosed(1, count).map(i -> 7 * i).toArray()));
  }

  @Test
  void boundariesAndValues() throws ReflectiveOperationException {
    int count = 15_000;
    String steps = list(count, i -> 40_000 + 2 * i);
    String values = list(count, i -> 0.1 / (1 + i));
    List<Double> all =
        Stream.concat(Stream.of(0.1), LongStream.range(0, count).mapToObj(i -> 0.1 / (1 + i)))
            .toList();
    long[] boundaries = LongStream.range(0, count).map(i -> 40_000 + 2 * i).toArray();

    assertThat(
            recipe("@PiecewiseConstant(steps = {" + steps + "}, values = {" + values + "})")
                .learningRate())
        .isEqualTo(Curve.piecewiseConstant(all, boundaries));
    assertThat(
            recipe("@PiecewiseInterpolated(steps = {" + steps + "}, values = {" + values + "})")
                .learningRate())
        .isEqualTo(Curve.interpolated(all, Interpolation.LINEAR, boundaries));
  }

  @Test
  void fractionsOfWhatAWarmupLeaves() throws ReflectiveOperationException {
    int count = 10_000;
    String fractions = list(count, i -> (1 + i) / 10_001.0);
    long rest = 7 * 39_999;

    assertThat(
            recipe(
                    "@Warmup(epochs = 1) @StepDecay(factor = 0.9999, fractions = {"
                        + fractions
                        + "})")
                .learningRate())
        .isEqualTo(
            Curve.linearWarmup(
                0,
                7,
                Curve.stepDecay(
                    0.1,
                    0.9999,
                    LongStream.rangeClosed(1, count)
                        .map(i -> Math.round(i / 10_001.0 * rest))
                        .toArray())));
  }

  /** The most that one method has to hold. */
  @Test
  void theLongestExpressionsOfAllHyperparameters() throws ReflectiveOperationException {
    String table =
        "@Warmup(of = %1$s, epochs = 1) @PiecewiseConstant(of = %1$s, fractions = {"
            + list(500, i -> (1 + i) / 501.0)
            + "}, values = {"
            + list(499, i -> 0.1 / (1 + i))
            + ", 0.05})";

    Recipe recipe =
        recipe(
            Stream.of("LEARNING_RATE", "WEIGHT_DECAY", "MOMENTUM")
                .map(of -> table.formatted(of))
                .collect(Collectors.joining()));

    assertThat(recipe.momentum().at(recipe.steps() - 1)).isEqualTo(0.05);
  }

  @ParameterizedTest
  @CsvSource({"200, 1", "200, 20", "1, 4000"})
  void soDoesOneWithManyAssertedTensors(int groups, int each) throws ReflectiveOperationException {
    assertThat(recipe(asserting(groups, each)).steps()).isEqualTo(280_000);
  }

  @ParameterizedTest
  @CsvSource({
    "201, 1, 'asserted has 201 groups, but at most 200 are possible'",
    "1, 4001, 'asserted names 4001 tensors, but at most 4000 are possible'",
  })
  void andTooManyAreRefused(int groups, int each, String problem) {
    assertThat(compile(asserting(groups, each)).errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.getMessage(null))
                    .startsWith("[TexpAssertedTensors] " + problem + "; split the network"));
  }

  private static String asserting(int groups, int each) {
    return "@Normalized(value = Normalization.BATCH, asserted = {"
        + list(groups, group -> "\"" + list(each, i -> group + "_W" + i) + "\"")
        + "})";
  }

  @Test
  void aCommentListsOnlyTheEnds() {
    String shape = "@StepDecay(factor = 0.9999, epochs = {" + list(10_000, i -> 1 + i) + "})";
    Compilation compilation = compile(shape);

    assertThat(Compile.generated(compilation, "demo.XTraining"))
        .containsPattern("after 1, 2, 3, …\\s[* ]*and 10000 epochs\\.")
        .contains("learningRateBoundaries1().map(epochs -> epochs * stepsPerEpoch).toArray()");
  }

  private static String list(int count, LongFunction<Object> number) {
    return IntStream.range(0, count)
        .mapToObj(number::apply)
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private static Recipe recipe(String shapes) throws ReflectiveOperationException {
    Compilation compilation = compile(shapes);
    assertThat(compilation.errors()).isEmpty();
    assertThat(compilation.warnings()).isEmpty();
    return Compile.recipe(Compile.loader(compilation).loadClass("demo.XTraining"), 7);
  }

  private static Compilation compile(String shapes) {
    String normalized = shapes.contains("@Normalized") ? "@Normalized(Normalization.BATCH)" : "";
    return Compile.strictly(
        Compile.source("X", DECLARATION.replace(normalized, "").replace("SHAPES", shapes)));
  }
}
