package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
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
  void epochsOfUndeclaredSizeAreThoseOfCifar10() {
    assertThat(notes("", "@WeightDecay(5e-4)", "0.1, epochs = 9"))
        .singleElement()
        .asString()
        .contains("[TexpDefaultTrainingExamples]", "50000", "CIFAR-10", "trainingExamples = …");
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
