package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A class with a mistake gives its own errors and no other, however many classes use it. */
final class StubsTest {

  private static final String IMPORT = "import org.texp4j.annotations.*;";
  private static final String SCHEDULE =
      "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)";
  private static final String SOUND =
      "@Normalized(Normalization.BATCH) @WeightDecay(5e-4) " + SCHEDULE;

  /** Without it javac itself leaves classes alone once there is an error. */
  private static final String GO_ON = "-XDshould-stop.ifError=FLOW";

  private static final String USES =
      """
      package demo;
      final class %1$s {
        %2$s field;
        Object plan = %2$s.PLAN;
        Object experiment = %2$s.EXPERIMENT;
        long steps = %2$s.STEPS_PER_EPOCH;
        String digests = %2$s.DECLARATION_DIGEST + %2$s.SOURCE_DIGEST;
        Object recipe = %2$s.recipe(1);
        void run(org.texp4j.dl4j.TrainingSteps run,
            org.texp4j.dl4j.TrainingState state) {
          %2$s.train(run);
          %2$s.toWeightDecay(%2$s.toExponential(state, 0), 0);
          %2$s.main(new String[0]);
        }
      }
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("@Momentum(2) " + SOUND + "class X {}", "[TexpMomentumRange]"),
        arguments(SCHEDULE + "@WeightDecay(1) class X {}", "[TexpMissingAnnotation]"),
        arguments("@WeightDecay(1) class X {}", "[TexpOrphanAnnotation]"),
        arguments("@X.Shared class X { @WeightDecay(1) @interface Shared {} }", "[TexpOrphan"),
        arguments(SOUND.replace("0.1", "\"0.1\"") + "class X {}", "incompatible types"),
        arguments(
            SOUND.replace(", steps = 9", "").replace("0.1", "{}") + "class X {}",
            "annotation value"),
        arguments(SOUND.replace("learningRate = 0.1, ", "") + "class X {}", "missing a default"),
        arguments(SOUND.replace("PLUS_PLUS", "PLUSPLUS") + "class X {}", ""));
  }

  /**
   * While another processor may still write what is missing there can be no stub; it is written in
   * the last round, too late for fields and signatures that name it, but not for code.
   */
  static Stream<Arguments> waiting() {
    return Stream.of(
        arguments(SOUND.replace("5e-4", "DECAY") + "class X {}", "cannot find symbol"),
        arguments(SOUND.replace("@Norm", "@Nrom") + "class X {}", "cannot find symbol"),
        arguments(SOUND.replace("@Sched", "@Shed") + "class X {}", "cannot find symbol"),
        arguments(SOUND + "class X extends Missing {}", "cannot find symbol"),
        arguments(SOUND + "@CustomCurve(Missing.class) class X {}", "cannot find symbol"),
        arguments(
            SOUND + "class X { @Network static Missing network(String base) { return null; } }",
            "cannot find symbol"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void tenUsersAddNoError(String declaration, String error) {
    List<JavaFileObject> sources = new ArrayList<>(uses(10, "XTraining"));
    sources.add(Compile.source("X", IMPORT, declaration));

    assertThat(errors(Compile.with(List.of(GO_ON), sources.toArray(JavaFileObject[]::new))))
        .singleElement()
        .asString()
        .contains(error);
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void tenUsersInCodeAddNoErrorToWhatIsWaitedFor(String declaration, String error) {
    List<JavaFileObject> sources =
        new ArrayList<>(uses(10, "XTraining", USES.replace("%2$s field;", "")));
    sources.add(Compile.source("X", IMPORT, declaration));

    assertThat(errors(Compile.with(List.of(GO_ON), sources.toArray(JavaFileObject[]::new))))
        .singleElement()
        .asString()
        .contains(error);
  }

  @Test
  void usersOfEveryRecipeAddNoError() {
    List<JavaFileObject> sources = new ArrayList<>(uses(3, "XTexpPlusPlusTraining"));
    sources.addAll(uses(3, "XHotTraining"));
    sources.add(
        Compile.source(
            "X",
            IMPORT,
            "@Momentum(2) " + SOUND,
            SCHEDULE.replace("(type", "(name = \"hot\", type") + "class X {}"));

    assertThat(errors(Compile.with(List.of(GO_ON), sources.toArray(JavaFileObject[]::new))))
        .singleElement()
        .asString()
        .contains("[TexpMomentumRange]");
  }

  @Test
  void usersAddNoErrorWhereTheCompilerFails() {
    List<JavaFileObject> sources = new ArrayList<>(uses(10, "XTraining"));
    sources.add(Compile.source("X", IMPORT, SOUND + "class X {}"));
    Compilation compilation =
        Compiler.javac()
            .withProcessors(
                new TexpProcessor(
                    (declaration, plan) -> {
                      throw new IllegalStateException("out of ink");
                    }))
            .withOptions(GO_ON)
            .compile(sources);

    assertThat(errors(compilation)).singleElement().asString().contains("[TexpInternal]");
  }

  @Test
  void aTrainingClassOfOnesOwnNeedsNoStub() {
    assertThat(
            errors(
                Compile.with(
                    List.of(GO_ON),
                    Compile.source("X", IMPORT, "@WeightDecay(1) class X {}"),
                    Compile.source("XTraining", "class XTraining {}"))))
        .singleElement()
        .asString()
        .contains("[TexpOrphanAnnotation]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@WeightDecay(1) ", SOUND})
  void aClassWithoutANameGetsNone(String annotations) {
    Compilation compilation =
        Compile.with(List.of(GO_ON), Compile.source("X", IMPORT, annotations + "class {}"));

    assertThat(errors(compilation))
        .anyMatch(error -> error.toString().contains("<identifier> expected"))
        .noneMatch(error -> error.toString().contains("[TexpInternal]"));
  }

  @Test
  void whereAnOrphanIsToleratedNothingIsWritten() {
    Compilation compilation =
        Compile.with(
            List.of("-Atexp4j.TexpOrphanAnnotation=warning"),
            Compile.source("X", IMPORT, "@WeightDecay(1) class X {}"));

    assertThat(compilation.generatedSourceFiles()).isEmpty();
  }

  /** Where the runtime is missing there can be no members that need it. */
  @Test
  void usersAddNoErrorWhereTheRuntimeIsMissing() {
    File annotations =
        Path.of(
                org.texp4j.annotations.Schedule.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .toFile();
    Compilation compilation =
        Compiler.javac()
            .withClasspath(List.of(annotations))
            .withProcessors(new TexpProcessor())
            .withOptions(GO_ON)
            .compile(
                Compile.source("X", IMPORT, SOUND + "class X {}"),
                Compile.source(
                    "Use",
                    "class Use {",
                    "  XTraining field;",
                    "  long steps = XTraining.STEPS_PER_EPOCH;",
                    "  void run() { XTraining.main(new String[0]); }",
                    "}"));

    assertThat(errors(compilation)).singleElement().asString().contains("[TexpRuntimeMissing]");
  }

  private static List<JavaFileObject> uses(int count, String training) {
    return uses(count, training, USES);
  }

  private static List<JavaFileObject> uses(int count, String training, String uses) {
    return IntStream.range(0, count)
        .mapToObj(i -> "Use" + i + training)
        .map(
            name -> JavaFileObjects.forSourceString("demo." + name, uses.formatted(name, training)))
        .toList();
  }

  private static List<String> errors(Compilation compilation) {
    return compilation.errors().stream()
        .map((Diagnostic<? extends JavaFileObject> error) -> error.getMessage(Locale.ROOT))
        .toList();
  }
}
