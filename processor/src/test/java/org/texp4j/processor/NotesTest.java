package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a sound declaration is told: notes, which never fail a build. */
final class NotesTest {

  private static final String SIZE = "@Experiment(trainingExamples = 50_000)";

  @Test
  void aPlainRecipeIsCompiledInSilence() {
    assertThat(notes(SIZE, "@Momentum(0.9) @WeightDecay(5e-4)", "0.1, epochs = 160")).isEmpty();
  }

  @Test
  void aRecipeWithoutDecayIsCompiledInSilence() {
    assertThat(notes("", "@WeightDecay(0)", "0.1, steps = 900")).isEmpty();
  }

  @Test
  void epochsOfUndeclaredSizeAreShownAsThoseOfCifar10() {
    assertThat(notes("", "@WeightDecay(5e-4)", "0.1, epochs = 9"))
        .singleElement()
        .asString()
        .contains(
            "[TexpDefaultTrainingExamples]",
            "a run counts its training examples",
            "50000",
            "CIFAR-10",
            "trainingExamples = …");
  }

  @Test
  void stepsNeedNoSizeOfEpochs() {
    assertThat(notes("", "@WeightDecay(5e-4)", "0.1, steps = 900")).isEmpty();
  }

  @Test
  void aRunThatEndsBeforeItsConversionFailsIsExact() {
    assertThat(notes("", "@Momentum(0.9) @WeightDecay(0.03)", "0.1, steps = 141"))
        .singleElement()
        .asString()
        .contains("[TexpBeyondBound]", "0.003", "0.002633", "@WeightDecay(0.02633)");
    assertThat(messages("", "@Momentum(0.9) @WeightDecay(0.03)", "0.1, steps = 142"))
        .singleElement()
        .asString()
        .contains("[TexpDecayTooStrong]", "step 141");
  }

  @Test
  void aRunPastFloat32NamesTheStep() {
    assertThat(notes(SIZE, "@Momentum(0.9) @WeightDecay(5e-4)", "0.1, epochs = 300"))
        .singleElement()
        .asString()
        .contains("[TexpFloatRange]", "in epoch 225", "rescaled by powers of two");
  }

  @Test
  void aRunBeyondTheBoundOfItsOwnRuleNamesThatBound() {
    assertThat(
            notes(
                "",
                "@Momentum(value = 0.9, rule = MomentumRule.NESTEROV) @WeightDecay(0.03)",
                "0.1, steps = 60"))
        .singleElement()
        .asString()
        .contains("[TexpBeyondBound]", "λη = 0.003 exceeds ((1 − γ)/(1 + γ))² = 0.00277");
  }

  @Test
  void aConstantRunIsPlannedHoweverLong() {
    assertThat(notes("", "@Momentum(0.9) @WeightDecay(5e-4)", "0.1, steps = 1_000_000_000_000L"))
        .singleElement()
        .asString()
        .contains("[TexpFloatRange]");
  }

  @Test
  void leavingCorrectionsOutHasAPrice() {
    assertThat(
            ofType(
                "EXPONENTIAL",
                "@Momentum(0.9) @WeightDecay(5e-4)",
                "0.1, steps = 900, momentumCorrections = false"))
        .singleElement()
        .asString()
        .contains("[TexpCorrectionsLeftOut]", "at step 0 in epoch 0", "by 0.45% of their norm");
    assertThat(
            ofType(
                "TEXP",
                "@Momentum(0.9) @WeightDecay(5e-4) @StepDecay(steps = {300, 600})",
                "0.1, steps = 900, momentumCorrections = false"))
        .singleElement()
        .asString()
        .contains("its 3 momentum corrections", "at step 0", "by less elsewhere");
  }

  @Test
  void aCurveFromAClassIsNotChecked() {
    String factory = "static class F implements org.texp4j.schedule.CurveFactory {";
    String curve = "public org.texp4j.schedule.Curve curve(double i, long s, long e) {";
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "X",
                "import org.texp4j.annotations.*;",
                "@Normalized(Normalization.BATCH) @WeightDecay(5e-4) @CustomCurve(X.F.class)",
                "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)",
                "class X { " + factory + curve + "return step -> i / (1 + step); } } }"));

    assertThat(compilation).succeeded();
    assertThat(compilation.notes())
        .singleElement()
        .asString()
        .contains("[TexpUncheckedCurve]", "demo.X.F", "XTraining checks both when it is loaded");
  }

  /** The annotations of a later version: one that is new, and one that has a new constant. */
  @Test
  void whatALaterVersionOfTheLanguageHasIsRefused() {
    Compilation compilation =
        Compile.onlyProcessing(
            JavaFileObjects.forSourceLines(
                "org.texp4j.annotations.CircularDecay",
                "package org.texp4j.annotations;",
                "public @interface CircularDecay {}"),
            JavaFileObjects.forSourceLines(
                "org.texp4j.annotations.Interpolation",
                "package org.texp4j.annotations;",
                "public enum Interpolation { LINEAR, COSINE, SPLINE }"),
            Compile.source(
                "X",
                "import org.texp4j.annotations.*;",
                "@Normalized(Normalization.BATCH) @WeightDecay(5e-4) @CircularDecay",
                "@PiecewiseInterpolated(",
                "    steps = 5, values = 0, interpolation = Interpolation.SPLINE)",
                "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)",
                "class X {}"));

    assertThat(compilation.errors())
        .extracting(error -> error.getMessage(Locale.ROOT))
        .allMatch(message -> message.startsWith("[TexpNotYetSupported] "))
        .satisfiesExactlyInAnyOrder(
            message -> assertThat(message).contains("@CircularDecay", "in the same version as"),
            message -> assertThat(message).contains("SPLINE; write one of COSINE, LINEAR"));
  }

  private static List<String> ofType(String type, String decay, String schedule) {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "X",
                "import org.texp4j.annotations.*;",
                "@Normalized(Normalization.BATCH)",
                decay,
                "@Schedule(type = ScheduleType." + type + ", learningRate = " + schedule + ")",
                "class X {}"));
    assertThat(compilation).succeeded();
    return compilation.notes().stream().map(note -> note.getMessage(Locale.ROOT)).toList();
  }

  private static List<String> notes(String experiment, String decay, String schedule) {
    Compilation compilation = compile(experiment, decay, schedule);
    assertThat(compilation).succeeded();
    return compilation.notes().stream().map(note -> note.getMessage(Locale.ROOT)).toList();
  }

  private static List<String> messages(String experiment, String decay, String schedule) {
    return compile(experiment, decay, schedule).errors().stream()
        .map(error -> error.getMessage(Locale.ROOT))
        .toList();
  }

  private static Compilation compile(String experiment, String decay, String schedule) {
    return Compile.strictly(
        Compile.source(
            "X",
            "import org.texp4j.annotations.*;",
            experiment,
            "@Normalized(Normalization.BATCH)",
            decay,
            "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = " + schedule + ")",
            "class X {}"));
  }
}
