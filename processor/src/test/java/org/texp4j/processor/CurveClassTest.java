package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever class makes a curve, the training class compiles without a warning, or is refused. */
final class CurveClassTest {

  private static final String DECLARATION =
      """
      import org.texp4j.annotations.*;
      import org.texp4j.schedule.*;
      @Experiment(trainingExamples = 99)
      @Normalized(Normalization.BATCH)
      @WeightDecay(5e-4)
      @SuppressWarnings({"rawtypes", "deprecation", "removal"})
      @CustomCurve(X.F.class)
      @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9)
      class X {
        interface Made extends CurveFactory {
          default Curve curve(double initial, long steps, long stepsPerEpoch) {
            return Curve.constant(initial);
          }
        }
        private interface Hidden {}
        MEMBER
      }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static class F<T> implements Made {}",
        "static class F<T extends Comparable<T>, U extends T> implements Made {}",
        "static class F<T extends Hidden> implements Made {}",
        "static class F<E extends RuntimeException> implements Made { F() throws E {} }",
        "static class F implements Made { F() throws IllegalStateException, LinkageError {} }",
        "@Deprecated static class F implements Made {}",
        "@Deprecated(forRemoval = true) static class F implements Made {}",
        "@Deprecated(forRemoval = true) static class F<T> implements Made {}",
        "static class F implements Made { @Deprecated F() {} }",
        "static class F implements Made { @Deprecated(forRemoval = true) F() {} }",
        "static class F extends G {} static class G implements Made { @Deprecated public Curve"
            + " curve(double initial, long steps, long each) { return null; } }",
        "static class F implements Made { public Curve curve(double i, Object s, long e) { return"
            + " null; } }",
        "record F() implements Made {}",
      })
  void compilesWithoutWarnings(String member) {
    Compilation compilation = Compile.strictly(declaration(member));

    assertThat(compilation.warnings()).isEmpty();
    assertThat(compilation.errors()).isEmpty();
    assertThat(compilation.generatedSourceFiles()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static class F implements Made { F() throws java.io.IOException {} }",
        "static class F<E extends Exception> implements Made { F() throws E {} }",
        "static class F implements Made { F() throws Error, Throwable {} }",
      })
  void isRefusedIfItsConstructorThrowsACheckedException(String member) {
    assertThat(Compile.strictly(declaration(member)).errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.getMessage(null))
                    .contains("[TexpCurveClass] demo.X.F cannot make a curve: it has a constructor")
                    .contains("throws the checked exception")
                    .contains("constructor without checked exceptions"));
  }

  /** Eclipse shows the processor such a class, and javac does not. */
  @ParameterizedTest
  @CsvSource({
    "other.Hidden.class,, other.Hidden",
    "Hidden.class, import other.Hidden;, other.Hidden",
    "Around.Inner.class,, demo.Around.Inner",
    "other.Shown.Inner.class,, other.Shown.Inner",
    "Shown.Inner.class, import other.Shown;, other.Shown.Inner",
  })
  void isSaidToBeInaccessible(String literal, String imported, String name, @TempDir Path directory)
      throws IOException {
    String declaration =
        "package demo;"
            + (imported == null ? "" : imported)
            + DECLARATION.replace("X.F.class", literal).replace("MEMBER", "")
            + "class Around { private static class Inner {} }";

    assertThat(messages(ToolProvider.getSystemJavaCompiler(), directory, declaration))
        .contains(
            "[TexpUnresolved] "
                + name
                + " exists but is not accessible here; declare it public, or in the package of the"
                + " declaration and not private")
        .noneMatch(message -> message.contains("there is no class"));
    if (imported == null || !imported.contains("Hidden")) {
      assertThat(messages(new EclipseCompiler(), directory.resolve("eclipse"), declaration))
          .anyMatch(
              message ->
                  message.startsWith(
                      "[TexpCurveClass] "
                          + name
                          + " cannot make a curve: it is not visible from demo; "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class X extends other.Hidden {}",
        "@other.Hides class X {}",
        "class X { @Network static other.Hidden network(int i) { return null; } }",
        "class X { @Network static int network(other.Hidden base) { return 0; } }",
      })
  void soIsAnyOtherClass(String type, @TempDir Path directory) throws IOException {
    String declaration =
        "package demo;"
            + DECLARATION
                .replaceAll("@(CustomCurve|Suppress).*", "")
                .replaceAll("(?s)class X .*", type);

    assertThat(messages(ToolProvider.getSystemJavaCompiler(), directory, declaration))
        .anyMatch(message -> message.matches("(?s).*other.Hid\\w+ exists but is not accessible.*"))
        .noneMatch(message -> message.contains("there is no"));
  }

  private static List<String> messages(JavaCompiler compiler, Path directory, String declaration)
      throws IOException {
    return Sources.compile(
            compiler,
            directory,
            Map.of(
                "demo/X.java",
                declaration,
                "other/Hidden.java",
                "package other; class Hidden {} @interface Hides {}",
                "other/Shown.java",
                "package other; public class Shown { static class Inner {} }"))
        .stream()
        .map(found -> found.getMessage(Locale.ROOT))
        .toList();
  }

  private static JavaFileObject declaration(String member) {
    return Compile.source("X", DECLARATION.replace("MEMBER", member));
  }
}
