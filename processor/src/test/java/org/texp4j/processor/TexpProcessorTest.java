package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void keepsUsesOfTheTrainingClassFromAddingErrors() {
    Compilation compilation =
        Compile.with(
            List.of("-XDshould-stop.ifError=FLOW"),
            Compile.source("X", IMPORT, "@Momentum(2)", SOUND, "class X {}"),
            Compile.source(
                "Use",
                "class Use {",
                "  XTraining field;",
                "  Object plan = XTraining.PLAN;",
                "  Object experiment = XTraining.EXPERIMENT;",
                "  long steps = XTraining.STEPS_PER_EPOCH;",
                "  String digest = XTraining.DECLARATION_DIGEST;",
                "  Object recipe = XTraining.recipe(1);",
                "  void run(org.texp4j.dl4j.train.TrainingRun run,",
                "      org.texp4j.dl4j.state.TrainingState state) {",
                "    XTraining.train(run);",
                "    XTraining.toWeightDecay(XTraining.toExponential(state, 0), 0);",
                "    XTraining.main(new String[0]);",
                "  }",
                "}"));

    assertThat(compilation.errors()).singleElement().asString().contains("[TexpMomentumRange]");
  }

  @Test
  void waitsForClassesThatOtherProcessorsWrite() {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new WritesConstants(), new TexpProcessor())
            .compile(
                Compile.source(
                    "X",
                    IMPORT,
                    "@Normalized(Normalization.BATCH) @WeightDecay(Constants.DECAY)",
                    "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)",
                    "class X {}"));

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.XTraining")).contains("constant(0.25)");
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
        .contains("[TexpNameClash]", "demo.Outer_InnerTraining", "that of demo.Outer.Inner");
  }

  @Test
  void asksForTheRuntime() {
    Compilation compilation =
        Compiler.javac()
            .withClasspath(
                List.of(
                    Path.of(
                            org.texp4j.annotations.Schedule.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toFile()))
            .withProcessors(new TexpProcessor())
            .compile(Compile.source("X", IMPORT, SOUND, "class X {}"));

    assertThat(compilation.errors())
        .singleElement()
        .asString()
        .contains("[TexpRuntimeMissing]", "add the dependency org.texp4j:texp4j-dl4j");
  }

  @Test
  void reportsItsOwnFailureOnTheClass(@TempDir Path directory) throws IOException {
    assertThat(failingToWrite(directory, new IllegalStateException("out of ink")))
        .contains("[TexpInternal]", "IllegalStateException: out of ink", "please report it")
        .contains("X.java:3");
    assertThat(failingToWrite(directory, new IOException("disk full")))
        .contains("[TexpNotWritten]", "disk full", "has space left")
        .contains("X.java:3");
  }

  /** The one message of a compilation in which no file can be written. */
  private static String failingToWrite(Path directory, Exception failure) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
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
          compiler.getTask(
              null,
              files,
              diagnostics,
              List.of("-proc:only", "-d", directory.toString()),
              null,
              List.of(Compile.source("X", IMPORT, SOUND + "class X {}")));
      task.setProcessors(List.of(new TexpProcessor()));
      assertThat(task.call()).isFalse();
    }
    assertThat(diagnostics.getDiagnostics()).hasSize(1);
    return diagnostics.getDiagnostics().get(0).toString();
  }

  /** Another processor, which writes a class of constants in the first round. */
  private static final class WritesConstants extends AbstractProcessor {

    private boolean done;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!done) {
        done = true;
        try (Writer writer =
            processingEnv.getFiler().createSourceFile("demo.Constants").openWriter()) {
          writer.write("package demo; class Constants { static final double DECAY = 0.25; }");
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return false;
    }
  }
}
