package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eclipse's compiler gets the same out of the processor as javac. */
final class EclipseTest {

  @Test
  void writesTheSame(@TempDir Path directory) throws IOException {
    List<Diagnostic<? extends JavaFileObject>> found =
        Sources.compile(new EclipseCompiler(), directory, Sources.golden(), "-warn:none");

    assertThat(found)
        .filteredOn(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
    assertThat(Sources.read(directory.resolve("written"))).isEqualTo(Sources.goldenTraining());
    assertThat(directory.resolve("classes/demo/FashionCnnTraining.class")).exists();
  }

  @Test
  void writesTheSameStub(@TempDir Path directory) throws IOException {
    String wrong = Compile.read(Path.of("src/test/resources/golden/Wrong.java"));
    Sources.compile(
        new EclipseCompiler(), directory, Map.of("demo/Wrong.java", wrong), "-warn:none");

    assertThat(Sources.read(directory.resolve("written")))
        .containsExactly(
            Map.entry(
                "demo/WrongTraining.java",
                Compile.read(Path.of("src/test/resources/golden/WrongTraining.java"))));
  }

  /** Within the line Eclipse marks the name of a value, and javac has its caret in the value. */
  @Test
  void reportsTheSameOnTheSameLines(@TempDir Path directory) throws IOException {
    Map<String, String> sources = MistakesTest.sources();
    Map<String, Diagnostic<?>> expected =
        errors(
            Sources.compile(
                ToolProvider.getSystemJavaCompiler(),
                directory.resolve("javac"),
                sources,
                "-proc:only",
                "-Xmaxerrs",
                "10000"));
    Map<String, Diagnostic<?>> found =
        errors(
            Sources.compile(
                new EclipseCompiler(),
                directory.resolve("eclipse"),
                sources,
                "-proc:only",
                "-warn:none",
                "-maxProblems",
                "10000"));

    assertThat(found.keySet()).isNotEmpty().isEqualTo(expected.keySet());
    expected.forEach(
        (file, javac) -> {
          Diagnostic<?> eclipse = found.get(file);
          // javac indents all lines but the first.
          assertThat(eclipse.getMessage(Locale.ROOT))
              .isEqualTo(javac.getMessage(Locale.ROOT).replace("\n  ", "\n"));
          assertThat(eclipse.getLineNumber()).as("%s", javac).isEqualTo(javac.getLineNumber());
        });
  }

  /** Inside an annotation that is repeated it finds the value by itself, which javac does not. */
  @Test
  void reportsOnItsLineWhatIsInARepeatedAnnotation(@TempDir Path directory) throws IOException {
    String source =
        """
        import org.texp4j.annotations.*;
        @Normalized(Normalization.BATCH)
        @WeightDecay(5e-4)
        @LinearDecay
        @LinearDecay(
            of = Hyperparameter.WEIGHT_DECAY,
            end = -1)
        @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)
        class X {}
        """;
    List<Diagnostic<? extends JavaFileObject>> found =
        Sources.compile(new EclipseCompiler(), directory, Map.of("X.java", source), "-warn:none");

    assertThat(found)
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getMessage(Locale.ROOT))
                  .startsWith("[TexpShapeValue] end of @LinearDecay is -1 ");
              assertThat(error.getLineNumber()).isEqualTo(7);
            });
  }

  /** What it says of a name that does not exist brings no errors of this compiler with it. */
  @ParameterizedTest
  @CsvSource({
    "@Normalized, @Normalised, Normalised",
    "@Schedule, @Shedule, Shedule",
    "5e-4, Missing.DECAY, Missing",
    "TEXP_PLUS_PLUS, TEXP_PLUSPLUS, TEXP_PLUSPLUS",
    "class X, @CustomCurve(Missing.class) class X, Missing",
    "class X, class X extends Missing, Missing",
  })
  void nothingCascades(String what, String wrong, String name, @TempDir Path directory)
      throws IOException {
    String source =
        "import org.texp4j.annotations.*; @Normalized(Normalization.BATCH) @WeightDecay(5e-4)"
            + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)"
            + " class X {}";
    List<Diagnostic<? extends JavaFileObject>> found =
        Sources.compile(
            new EclipseCompiler(),
            directory,
            Map.of("X.java", source.replace(what, wrong), "Use.java", "class Use { XTraining x; }"),
            "-warn:none");

    assertThat(found)
        .filteredOn(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .extracting(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .noneMatch(error -> error.contains("[Texp"))
        .anyMatch(error -> error.contains(name));
  }

  /** The one error in each file. */
  private static Map<String, Diagnostic<?>> errors(
      List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    Map<String, Diagnostic<?>> errors = new TreeMap<>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        assertThat(diagnostic.getSource()).as(diagnostic.getMessage(Locale.ROOT)).isNotNull();
        String file = Compile.directory(diagnostic.getSource()) + "/X.java";
        assertThat(errors.put(file, diagnostic)).as("another than %s", diagnostic).isNull();
      }
    }
    return errors;
  }
}
