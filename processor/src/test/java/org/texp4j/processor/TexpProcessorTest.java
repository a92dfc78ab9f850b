package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.plan.TrainingPlanner;
import org.texp4j.schedule.Plan;

/** How the processor behaves among everything else that goes on in a compilation. */
final class TexpProcessorTest {

  private static final String IMPORT = "import org.texp4j.annotations.*;";
  private static final String SOUND =
      "@Normalized(Normalization.BATCH) @WeightDecay(5e-4)"
          + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)";

  @Test
  void reportsAllErrorsOfAllClassesInOneRun() {
    Compilation compilation =
        Compile.onlyProcessing(
            Compile.source("A", IMPORT, "@Momentum(1)", "@Warmup", SOUND, "class A {}"),
            Compile.source("B", IMPORT, "@Experiment(batchSize = 0)", SOUND, "class B {}"),
            Compile.source("C", IMPORT, "@Momentum(0)", "class C {}"));

    assertThat(compilation.errors())
        .extracting(error -> error.getMessage(Locale.ROOT).replaceAll("].*", "]"))
        .containsExactly(
            "[TexpMomentumRange]",
            "[TexpUnitMissing]",
            "[TexpBatchSizeRange]",
            "[TexpOrphanAnnotation]");
  }

  @Test
  void leavesValuesThatDoNotCompileToTheCompiler() {
    Compilation compilation =
        Compile.onlyProcessing(
            Compile.source(
                "X",
                IMPORT,
                "@Normalized(Normalization.BATCH) @WeightDecay(DECAY)",
                "@Schedule(type = ScheduleType.NONE, learningRate = \"fast\", epochs = {1, 2})",
                "@Experiment(name = NAME) @StepDecay(epochs = {1, TWO})",
                "class X {}"));

    assertThat(compilation.errors())
        .isNotEmpty()
        .noneMatch(error -> error.getMessage(Locale.ROOT).contains("[Texp"));
  }

  @Test
  void leavesMissingAttributesToTheCompiler() {
    Compilation compilation =
        Compile.with(
            List.of(),
            Compile.source(
                "X",
                IMPORT,
                "@Normalized @WeightDecay(1e-4) @Schedule(learningRate = 0.1, steps = 9)",
                "class X {}"));

    assertThat(compilation.errors())
        .hasSize(2)
        .allMatch(error -> error.getMessage(Locale.ROOT).contains("missing a default value"));
  }

  @Test
  void tellsClassesApartWhoseTrainingClassesHaveOneName() {
    Compilation compilation =
        Compile.onlyProcessing(
            Compile.source("Outer", IMPORT, "class Outer {", SOUND, "static class Inner {} }"),
            Compile.source("Outer_Inner", IMPORT, SOUND, "class Outer_Inner {}"));

    assertThat(compilation.errors())
        .singleElement()
        .asString()
        .contains(
            "[TexpNameClash]",
            "demo.Outer_InnerTraining",
            "the training class of demo.Outer.Inner");
  }

  /** Its own mistakes too are one error each, on the class, with all that a report needs. */
  @ParameterizedTest
  @MethodSource("failures")
  void itsOwnFailureIsAnErrorThatNamesTheClass(Throwable failure) {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new TexpProcessor(failsOn("demo.X", failure)))
            .compile(
                Compile.source("X", IMPORT, SOUND + "class X {}"),
                Compile.source("Y", IMPORT, SOUND + "@Momentum(2) class Y {}"));

    assertThat(compilation.errors())
        .extracting(error -> error.getMessage(Locale.ROOT))
        .satisfiesExactlyInAnyOrder(
            error ->
                assertThat(error)
                    .startsWith("[TexpInternal] the texp4j compiler failed on demo.X: " + failure)
                    .contains(
                        " at org.texp4j.processor.TexpProcessorTest.",
                        "(TexpProcessorTest.java:",
                        "please report it as docs/errors/TexpInternal.md describes, with",
                        Runtime.version().toString())
                    .hasLineCount(1),
            error -> assertThat(error).startsWith("[TexpMomentumRange] "));
    assertThat(compilation.errors()).extracting(error -> error.getLineNumber()).containsOnly(3L);
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("out of ink"),
        new StackOverflowError(),
        new AssertionError("impossible"),
        new NoClassDefFoundError("org/texp4j/Gone"));
  }

  private static BiFunction<Declaration, Optional<Plan>, Training> failsOn(
      String name, Throwable failure) {
    return (declaration, plan) -> {
      if (declaration.type().qualifiedName().equals(name)) {
        TexpProcessorTest.<RuntimeException>sneak(failure);
      }
      return TrainingPlanner.training(declaration, plan);
    };
  }

  @SuppressWarnings("unchecked") // the compiler erases it: what is thrown is what is given
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }
}
