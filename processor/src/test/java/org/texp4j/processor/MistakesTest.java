package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong declarations: what each is told, where, and what it is told to write instead.
 *
 * <p>The sign ¦ stands before the place where the caret has to be.
 */
final class MistakesTest {

  private static final String IMPORTS =
      """
      package demo;
      import static org.texp4j.annotations.Coupling.*;
      import static org.texp4j.annotations.MomentumRule.*;
      import static org.texp4j.annotations.Normalization.*;
      import static org.texp4j.annotations.ScheduleType.*;
      import org.deeplearning4j.nn.conf.*;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.texp4j.annotations.*;
      import org.texp4j.dl4j.DataRequest;
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // What a declaration consists of.
        mistake(
            "TexpMissingAnnotation",
            "add for example @Normalized(BATCH)",
            """
            @WeightDecay(5e-4)
            @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9)
            ¦class X {}
            """),
        mistake(
            "TexpMissingAnnotation",
            "add for example @WeightDecay(5e-4)",
            """
            @Normalized(BATCH)
            @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9)
            ¦class X {}
            """),
        mistake(
            "TexpOrphanAnnotation",
            "add for example @Schedule(",
            """
            ¦@WeightDecay(5e-4)
            class X {}
            """),
        mistake(
            "TexpOrphanAnnotation",
            "or remove @Network",
            """
            class X {
              ¦@Network static void network() {}
            }
            """),
        mistake(
            "TexpClassForm",
            "declare the recipe on an ordinary class",
            declaration("¦interface X {}")),
        mistake(
            "TexpClassForm", "declare the recipe on an ordinary class", declaration("¦enum X {}")),
        mistake("TexpClassForm", "remove the type parameters", declaration("¦class X<T> {}")),
        mistake("TexpClassForm", "make it static", "class O {" + declaration("¦class X {}") + "}"),
        mistake(
            "TexpClassForm",
            "remove private",
            "class O { private static class P {" + declaration("static ¦class X {}") + "}}"),
        mistake(
            "TexpNameClash",
            "rename one of the two",
            declaration("¦class X {}") + "class XTraining {}"),
        // Single values.
        mistake(
            "TexpExperimentName",
            "lower-case letters, digits and single hyphens",
            recipe("@Experiment(trainingExamples = 99, name = ¦\"My Net\")")),
        mistake(
            "TexpExperimentName",
            "such as name = \"fashion-cnn\"",
            recipe("@Experiment(trainingExamples = 99, name = ¦\"\")")),
        mistake(
            "TexpBatchSizeRange",
            "batchSize = 128",
            recipe("@Experiment(trainingExamples = 99, batchSize = ¦0)")),
        mistake(
            "TexpTrainingExamplesRange",
            "trainingExamples = 50000",
            recipe("@Experiment(trainingExamples = ¦-1)")),
        mistake("TexpLearningRateRange", "learningRate = 0.1", schedule("¦-0.1", "epochs = 9")),
        mistake("TexpLearningRateRange", "learningRate = 0.1", schedule("¦0", "epochs = 9")),
        mistake(
            "TexpLearningRateRange", "learningRate = 0.1", schedule("Double¦.NaN", "epochs = 9")),
        mistake("TexpLearningRateRange", "learningRate = 0.1", schedule("¦1e300", "epochs = 9")),
        mistake("TexpWeightDecayRange", "@WeightDecay(5e-4)", decay("@WeightDecay(¦-5e-4)")),
        mistake(
            "TexpWeightDecayRange", "@WeightDecay(0) for none", decay("@WeightDecay(1 ¦/ 0.0)")),
        mistake("TexpMomentumRange", "@Momentum(0.9)", recipe("@Momentum(¦1.0)")),
        mistake("TexpMomentumRange", "leave it out for none", recipe("@Momentum(¦-0.5)")),
        mistake("TexpMomentumRange", "@Momentum(0.9)", recipe("@Momentum(value = Double¦.NaN)")),
        mistake("TexpFactorRange", "factor = 0.1", recipe("@StepDecay(epochs = 5, factor = ¦0)")),
        mistake(
            "TexpFactorRange",
            "factor = 0.1",
            recipe("¦@StepDecay(epochs = {5, 6}, factor = 1e38)")),
        mistake("TexpCosineMinimum", "minimum = 0.001", recipe("@CosineDecay(minimum = ¦-1)")),
        mistake(
            "TexpCosineMinimum",
            "between 0 and the learning rate, 0.1",
            recipe("@CosineDecay(minimum = ¦0.2)")),
        mistake("TexpWarmupStart", "from = 0.1", recipe("@Warmup(epochs = 1, from = ¦1.5)")),
        // Lengths.
        mistake(
            "TexpUnitMissing",
            "write for example epochs = 160",
            "@Normalized(BATCH) @WeightDecay(5e-4)"
                + " ¦@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1) class X {}"),
        mistake(
            "TexpTwoUnits", "keep the one you mean", schedule("0.1", "epochs = 9, steps = ¦900")),
        mistake("TexpLengthRange", "epochs = 160", schedule("0.1", "epochs = ¦0")),
        mistake("TexpLengthRange", "steps = 160", schedule("0.1", "steps = ¦-5")),
        mistake("TexpUnitMissing", "epochs = 5", recipe("¦@Warmup")),
        mistake("TexpTwoUnits", "keep the one", recipe("@Warmup(epochs = 1, steps = ¦40)")),
        mistake("TexpLengthRange", "epochs = 5", recipe("@Warmup(epochs = ¦0)")),
        mistake("TexpWarmupPastEnd", "shorten the warm-up", recipe("@Warmup(epochs = ¦9)")),
        mistake("TexpUnitMissing", "epochs = {80, 120}", recipe("¦@StepDecay(factor = 0.5)")),
        mistake("TexpTwoUnits", "keep the one", recipe("@StepDecay(epochs = 5, steps = ¦40)")),
        mistake("TexpNoBoundaries", "epochs = {80, 120}", recipe("@StepDecay(epochs = ¦{})")),
        mistake("TexpBoundaryOrder", "rising order", recipe("@StepDecay(epochs = {5, ¦3})")),
        mistake("TexpBoundaryOrder", "each once", recipe("@StepDecay(steps = {5, ¦5})")),
        mistake("TexpLengthRange", "lower learningRate", recipe("@StepDecay(epochs = {¦0, 3})")),
        mistake("TexpBoundaryPastEnd", "write 8 or less", recipe("@StepDecay(epochs = {5, ¦9})")),
        mistake(
            "TexpBoundaryPastEnd",
            "from the end of the warm-up",
            recipe("@Warmup(epochs = 4) @StepDecay(steps = ¦5)")),
        mistake(
            "TexpBoundaryPastEnd",
            "lengthen the run, or remove",
            recipe("@Warmup(epochs = 8) @StepDecay(steps = {¦1, 2})")),
        mistake(
            "TexpRunTooLong",
            "at most steps = 1000000000000",
            schedule("0.1", "steps = ¦2_000_000_000_000L")),
        mistake("TexpTwoShapes", "keep one", recipe("@StepDecay(epochs = 5) ¦@CosineDecay")),
        // What cannot be converted.
        mistake("TexpNotConstant", "type = TEXP_PLUS_PLUS", "@CosineDecay " + type("¦EXPONENTIAL")),
        mistake(
            "TexpDecayTooStrong",
            "@WeightDecay(0.02633) or learningRate = 0.05266 or @Momentum(0.8635)",
            "@Momentum(0.9) " + decay("@WeightDecay(¦0.05)", "epochs = 99")),
        // Methods.
        mistake(
            "TexpMethodMissing",
            "add @TrainingData static DataSetIterator",
            declaration(
                """
                class X {
                  @Network static MultiLayerConfiguration ¦network(
                      NeuralNetConfiguration.Builder base) { return null; }
                }
                """)),
        mistake(
            "TexpMethodMissing",
            "add @Network static MultiLayerConfiguration",
            declaration(
                """
                class X {
                  @EvaluationData static DataSetIterator ¦data(DataRequest r) { return null; }
                }
                """)),
        mistake(
            "TexpDuplicateMethod",
            "keep it on one of them",
            network(
                """
                @TrainingData static DataSetIterator one(DataRequest r) { return null; }
                @TrainingData static DataSetIterator ¦two(DataRequest r) { return null; }
                """)),
        mistake(
            "TexpMethodSignature",
            "write static DataSetIterator data(DataRequest request)",
            network("@TrainingData DataSetIterator ¦data(DataRequest r) { return null; }")),
        mistake(
            "TexpMethodSignature",
            "is private",
            network(
                "@TrainingData private static DataSetIterator ¦data(DataRequest r) { return null; }")),
        mistake(
            "TexpMethodSignature",
            "takes nothing",
            network("@TrainingData static DataSetIterator ¦data() { return null; }")),
        mistake(
            "TexpMethodSignature",
            "returns java.lang.Object",
            network("@TrainingData static Object ¦data(DataRequest r) { return null; }")),
        mistake(
            "TexpMethodSignature",
            "throws more than Exception",
            network(
                """
                @TrainingData static DataSetIterator ¦data(DataRequest r) throws Throwable {
                  return null;
                }
                """)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void isReportedOnceOnTheValueWithARemedy(String code, String remedy, String marked) {
    String source = IMPORTS + marked;
    List<Diagnostic<? extends JavaFileObject>> errors = errors(source.replace("¦", ""));

    assertThat(errors)
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getMessage(Locale.ROOT)).startsWith("[" + code + "] ");
              assertThat(error.getMessage(Locale.ROOT)).contains(remedy).contains("; ");
              assertThat(placed(source, error)).isEqualTo(source);
            });
  }

  /** The source with the sign where the error is. */
  private static String placed(String marked, Diagnostic<?> error) {
    String source = marked.replace("¦", "");
    int line = 1;
    int offset = 0;
    while (line < error.getLineNumber()) {
      offset = source.indexOf('\n', offset) + 1;
      line++;
    }
    int caret = offset + (int) error.getColumnNumber() - 1;
    return source.substring(0, caret) + "¦" + source.substring(caret);
  }

  private static List<Diagnostic<? extends JavaFileObject>> errors(String source) {
    JavaFileObject file = JavaFileObjects.forSourceString("demo.X", source);
    Compilation compilation = Compile.onlyProcessing(file);
    return List.copyOf(compilation.errors());
  }

  private static Arguments mistake(String code, String remedy, String source) {
    return arguments(code, remedy, source);
  }

  private static String declaration(String type) {
    return "@Normalized(BATCH) @WeightDecay(5e-4)"
        + " @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) "
        + type;
  }

  /** Nine epochs of one step, with a further annotation. */
  private static String recipe(String annotation) {
    String size = annotation.contains("@Experiment") ? "" : "@Experiment(trainingExamples = 99) ";
    return size
        + annotation
        + " @Normalized(BATCH) @WeightDecay(5e-4)"
        + " @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9) class X {}";
  }

  private static String schedule(String learningRate, String length) {
    return "@Normalized(BATCH) @WeightDecay(5e-4) @Schedule(type = TEXP_PLUS_PLUS, learningRate = "
        + learningRate
        + ", "
        + length
        + ") class X {}";
  }

  private static String type(String type) {
    return "@Normalized(BATCH) @WeightDecay(5e-4) @Schedule(type = "
        + type
        + ", learningRate = 0.1, steps = 9) class X {}";
  }

  private static String normalized(String kind) {
    return "@Normalized("
        + kind
        + ") @WeightDecay(5e-4)"
        + " @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) class X {}";
  }

  private static String decay(String annotation) {
    return decay(annotation, "steps = 9");
  }

  private static String decay(String annotation, String length) {
    return annotation
        + " @Normalized(BATCH) @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, "
        + length
        + ") class X {}";
  }

  private static String network(String data) {
    return declaration(
        "class X { @Network static MultiLayerConfiguration network("
            + "NeuralNetConfiguration.Builder base) { return null; }\n"
            + data
            + "}");
  }
}
