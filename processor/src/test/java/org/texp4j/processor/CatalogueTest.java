package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.texp4j.annotations.Schedule;
import org.texp4j.processor.check.Code;

/**
 * Every code has a bad source and is told with its text, in its line and column: by {@link
 * MistakesTest} where the declaration alone is to blame, and here where more has to come together.
 *
 * <p>The sign ¦ stands before the place where the caret has to be; options have none.
 */
final class CatalogueTest {

  private static final String SOUND =
      "import org.texp4j.annotations.*; @Normalized(Normalization.BATCH) @WeightDecay(5e-4)"
          + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) class X"
          + " {}";
  private static final String AT_CLASS = SOUND.replace("class X", "¦class X");

  /** What it takes for a code. */
  private record Circumstance(
      String marked, String told, Function<JavaFileObject, List<? extends Diagnostic<?>>> found) {}

  private static final Map<Code, Circumstance> CIRCUMSTANCES =
      Map.of(
          Code.EXPERIMENT_CLASH,
          new Circumstance(
              SOUND.replace("@Norm", "class Other { @Norm")
                  + "}"
                  + SOUND.replaceFirst(".*?;", "").replace("class X", "¦class X"),
              "the experiment x of demo.X has the same name as that of demo.Other.X, so both would"
                  + " use the same directory; give one of them another name, such as"
                  + " @Experiment(name = \"demo-x\")",
              source -> Compile.with(List.of("-proc:only"), source).errors()),
          Code.TABLE_TOO_LONG,
          new Circumstance(
              SOUND.replace(
                  "class X",
                  "¦@StepDecay(steps = {"
                      + IntStream.rangeClosed(1, 30_001)
                          .mapToObj(String::valueOf)
                          .collect(Collectors.joining(","))
                      + "}) class X"),
              "the boundaries and values up to and including those of @StepDecay are 30001 numbers,"
                  + " but a training class can hold at most 30000; write a @CustomCurve",
              source ->
                  Compile.onlyProcessing(source).errors().stream()
                      .filter(error -> error.getMessage(null).contains("TableTooLong"))
                      .toList()),
          Code.NOT_YET_SUPPORTED,
          new Circumstance(
              SOUND.replace("class X", "¦@CircularDecay class X"),
              "this compiler does not know @CircularDecay; remove it, or use texp4j-processor in",
              source -> Compile.onlyProcessing(source, circularDecay()).diagnostics()),
          Code.RUNTIME_MISSING,
          new Circumstance(
              AT_CLASS,
              "XTraining needs texp4j-dl4j, which is not on the class path; add the dependency"
                  + " org.texp4j:texp4j-dl4j in the same version as this compiler",
              CatalogueTest::withoutRuntime),
          Code.UNRESOLVED,
          new Circumstance(
              SOUND.replace("5e-4", "Missing¦.DECAY"),
              "there is no constant Missing.DECAY, neither in the program nor from another",
              source -> Compile.onlyProcessing(source).notes()),
          Code.UNKNOWN_OPTION,
          option("TexpFlotRange=note", "there is no option -Atexp4j.TexpFlotRange; did you mean"),
          Code.OPTION_VALUE,
          option("TexpFloatRange=warn", "the option -Atexp4j.TexpFloatRange has the value warn, "),
          Code.FIXED_SEVERITY,
          option(
              "TexpTwoUnits=note",
              "the severity of TexpTwoUnits cannot be lowered to note: without"),
          Code.NOT_WRITTEN,
          new Circumstance(
              AT_CLASS,
              "XTraining cannot be written: java.io.IOException: disk full; make sure that the output",
              source -> failingToWrite(source, new IOException("disk full"))),
          Code.INTERNAL,
          new Circumstance(
              AT_CLASS,
              "the texp4j compiler failed on demo.X: ",
              source -> failingToWrite(source, new IllegalStateException("out of ink"))));

  @Test
  void showsEveryCode() {
    assertThat(
            Stream.concat(
                MistakesTest.codes().stream(), CIRCUMSTANCES.keySet().stream().map(Code::toString)))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Code.values()).map(Code::toString).toList());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "EXPERIMENT_CLASH",
        "TABLE_TOO_LONG",
        "NOT_YET_SUPPORTED",
        "RUNTIME_MISSING",
        "UNRESOLVED",
        "UNKNOWN_OPTION",
        "OPTION_VALUE",
        "FIXED_SEVERITY",
        "NOT_WRITTEN",
        "INTERNAL"
      })
  void isToldWhereItIs(Code code) {
    Circumstance of = CIRCUMSTANCES.get(code);
    JavaFileObject source = Compile.source("X", of.marked.replace("¦", ""));
    int column = of.marked.indexOf('¦') + 1;

    assertThat(of.found.apply(source))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.getMessage(Locale.ROOT)).startsWith("[" + code + "] " + of.told);
              assertThat(found.getLineNumber()).isEqualTo(column > 0 ? 2 : Diagnostic.NOPOS);
              assertThat(found.getColumnNumber()).isEqualTo(column > 0 ? column : Diagnostic.NOPOS);
            });
  }

  private static Circumstance option(String option, String told) {
    return new Circumstance(
        SOUND, told, source -> Compile.with(List.of("-Atexp4j." + option), source).errors());
  }

  private static JavaFileObject circularDecay() {
    return JavaFileObjects.forSourceLines(
        "org.texp4j.annotations.CircularDecay",
        "package org.texp4j.annotations;",
        "public @interface CircularDecay {}");
  }

  private static List<? extends Diagnostic<?>> withoutRuntime(JavaFileObject source) {
    Path annotations =
        Path.of(Schedule.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return Compiler.javac()
        .withClasspath(List.of(annotations.toFile()))
        .withProcessors(new TexpProcessor())
        .compile(source)
        .diagnostics();
  }

  /** What is said in a compilation in which no file can be written. */
  private static List<? extends Diagnostic<?>> failingToWrite(
      JavaFileObject source, Exception failure) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(found, Locale.ROOT, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling)
              throws IOException {
            if (failure instanceof IOException io) {
              throw io;
            }
            throw (RuntimeException) failure;
          }
        }) {
      CompilationTask task =
          compiler.getTask(null, files, found, List.of("-proc:only"), null, List.of(source));
      task.setProcessors(List.of(new TexpProcessor()));
      assertThat(task.call()).isFalse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics();
  }
}
