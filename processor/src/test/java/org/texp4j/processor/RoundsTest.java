package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a declaration waits for what other processors write, and what it is told if none does. */
final class RoundsTest {

  private static final String IMPORT = "import org.texp4j.annotations.*;";
  private static final String SOUND =
      "@Normalized(Normalization.BATCH) @WeightDecay(5e-4)"
          + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) ";

  private static final String SOURCE = SOUND.replace("ScheduleType.", "") + "class X {}";

  private static final String LAST =
      "package demo; final class Last { static final double A = 1; }";
  private static final String CONSTANTS =
      "package demo; final class Constants { static final double DECAY = 0.25 * Last.A; }";
  private static final String ABOVE =
      "package demo; abstract class Above { @org.texp4j.annotations.EvaluationData static"
          + " org.nd4j.linalg.dataset.api.iterator.DataSetIterator data("
          + "org.texp4j.dl4j.DataRequest request) { return null; } }";
  private static final String CURVE =
      "package demo; final class Shape implements org.texp4j.schedule.CurveFactory { public"
          + " org.texp4j.schedule.Curve curve(double i, long s, long e) { return null; } }";
  private static final String RECIPE =
      "package demo; import org.texp4j.annotations.*; @Momentum(0.5) @interface Ours {}";

  /** Users of the training class have its name in signatures, and are none the wiser. */
  private static final String USE =
      "class Use { XTraining field; Object plan(XTraining x) { return XTraining.PLAN; } }";

  /** Each in a round of its own, so that the constant is known in the fourth. */
  @Test
  void waitsForAsManyRoundsAsItTakes() {
    Compilation compilation =
        compile(SOUND.replace("5e-4", "Constants.DECAY") + "class X {}", CURVE, LAST, CONSTANTS);

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.XTraining")).contains("constant(0.25)");
  }

  @Test
  void waitsForAClassThatMakesACurve() {
    Compilation compilation = compile(SOUND + "@CustomCurve(Shape.class) class X {}", CURVE);

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.XTraining")).contains("new Shape()");
  }

  @Test
  void waitsForTheClassAbove() {
    Compilation compilation = compile(SOUND + "class X extends Above {}", ABOVE);

    assertThat(compilation.errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.getMessage(Locale.ROOT))
                    .startsWith("[TexpMethodMissing] in Above: X has @EvaluationData"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Ours @Normalized(Normalization.BATCH) @WeightDecay(5e-4)"
            + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) ",
        "@Ours @Normalized(Normalization.BATCH) @WeightDecay(5e-4) ",
        "@Ours "
      })
  void waitsForARecipeAnnotation(String annotations) {
    String whole = annotations.equals("@Ours ") ? SOUND : SOUND.replaceFirst(".*4\\)", "");
    String carried = annotations.contains("@Schedule") ? "" : whole;
    Compilation compilation =
        compile(
            annotations + "class X {}",
            CURVE,
            RECIPE.replace("@interface", carried + "@interface"));

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.XTraining")).contains("momentum 0.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"static class X {}", "static abstract class X {}"})
  void waitsInAClassAroundIt(String type) {
    Compilation compilation =
        using(
            "O_XTraining",
            "class O { " + SOUND.replace("5e-4", "Constants.DECAY") + type + "}",
            LAST,
            CONSTANTS);

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.O_XTraining")).contains("constant(0.25)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5e-4         | Missing¦.DECAY       | there is no constant Missing.DECAY, neither in the"
            + " program nor from another annotation processor; correct the name, or make sure",
        "TEXP_PLUS_PLUS | ¦TEXP_PLUSPLUS     | there is no TEXP_PLUSPLUS; did you mean"
            + " TEXP_PLUS_PLUS?",
        "Normalization.BATCH | Normalization¦.NONE | there is no NONE; write one of BATCH, GROUP,"
            + " INSTANCE, LAYER",
        "@Schedule(type | ¦@Schedule(typ | there is no attribute typ; did you mean type?",
        "@Schedule(type = TEXP_PLUS_PLUS, learningRate | ¦@Schedule(type = TEXP_PLUS_PLUS, eta |"
            + " there is no attribute eta; write one of epochs, learningRate, momentumCorrections,"
            + " name, steps, type",
        "class X      | ¦@StepDecay({3, 6}) class X | the value {3, 6} needs an attribute name;"
            + " write, for example, epochs = {3, 6}; the other attributes are factor, fractions, of, steps",
        "class X      | @CustomCurve(Missing¦.class) class X | there is no class Missing, neither",
        "class X {}   | ¦class X extends Missing {} | there is no class Missing, neither",
        "{}           | { @Network static Missing ¦net() { return null; } } | there is no class"
            + " Missing, neither",
      })
  void namesWhatNobodyHasWritten(String what, String wrong, String told) {
    assertNamed(SOURCE.replace(what.strip(), wrong.strip()), told);
  }

  /** On JDK 17 the class has the caret: there such annotations are only in the text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Normalized | ¦@Normalised | there is no @Normalised; did you mean @Normalized?",
        "@Schedule   | ¦@Shedule    | there is no @Shedule; did you mean @Schedule?",
        "class X     | ¦@Ours class X | there is no annotation @Ours, neither in the program nor",
        "{}          | { ¦@TraniningData static Object data() { return null; } } | there is no"
            + " @TraniningData; did you mean @TrainingData?",
      })
  void namesTheAnnotationThatNobodyHasWritten(String what, String wrong, String told) {
    String source = SOURCE.replace(what.strip(), wrong.strip());
    boolean shown = Runtime.version().feature() > 17;
    String at = source.contains("data()") ? "data()" : "class X";
    assertNamed(shown ? source : source.replace("¦", "").replace(at, "¦" + at), told);
  }

  /** One note on it, and of errors only the compiler's own. */
  private static void assertNamed(String marked, String told) {
    String imports = IMPORT + "import static org.texp4j.annotations.ScheduleType.*;";
    Compilation compilation =
        Compile.with(
            List.of("-XDshould-stop.ifError=FLOW"),
            Compile.source("X", imports, marked.replace("¦", "")));

    assertThat(compilation.notes())
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.getMessage(Locale.ROOT)).startsWith("[TexpUnresolved] " + told);
              assertThat(note.getLineNumber()).isEqualTo(3);
              assertThat(note.getColumnNumber()).isEqualTo(marked.indexOf('¦') + 1);
            });
    assertThat(compilation.errors())
        .isNotEmpty()
        .extracting(error -> error.getMessage(Locale.ROOT))
        .noneMatch(error -> error.contains("[Texp"));
  }

  /** What the compiler says of it is enough. */
  @Test
  void addsNothingToAValueOfTheWrongType() {
    Compilation compilation =
        Compile.with(
            List.of(), Compile.source("X", IMPORT, SOUND.replace("5e-4", "\"x\"") + "class X {}"));

    assertThat(compilation.notes()).isEmpty();
    assertThat(compilation.errors()).hasSize(1);
  }

  private static Compilation compile(String declaration, String... written) {
    return using("XTraining", declaration, written);
  }

  private static Compilation using(String training, String declaration, String... written) {
    return Compiler.javac()
        .withProcessors(
            new WritesInTurn(written), new TexpProcessor(), new RecipeAnnotationProcessor())
        .compile(
            Compile.source("X", IMPORT, declaration),
            Compile.source("Use", USE.replace("XTraining", training)));
  }

  /** Another processor, which writes a class in each round. */
  private static final class WritesInTurn extends AbstractProcessor {

    private final Deque<String> sources;

    WritesInTurn(String... sources) {
      this.sources = new ArrayDeque<>(List.of(sources));
    }

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
      if (!sources.isEmpty()) {
        String source = sources.remove();
        String name = source.replaceFirst("(?s).*?(class|@interface) (\\w+).*", "demo.$2");
        try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
          writer.write(source);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return false;
    }
  }
}
