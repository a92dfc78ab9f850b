package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How bad a code is taken to be: by options for a compilation, by annotations in one place. */
final class SeverityTest {

  private static final String IMPORT = "import org.texp4j.annotations.*;";

  /** So long that it leaves the range of float32: a note, unless someone decides otherwise. */
  private static final String LONG_RUN =
      "@Normalized(Normalization.BATCH) @WeightDecay(5e-4) @Momentum(0.9)"
          + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 100_000)";

  @ParameterizedTest
  @CsvSource({"error, ERROR", "warning, WARNING", "note, NOTE", "ignore,"})
  void anOptionDecidesForTheWholeCompilation(String value, Diagnostic.Kind kind) {
    Compilation compilation =
        Compile.with(
            List.of("-Xlint:all,-path", "-Atexp4j.TexpFloatRange=" + value),
            Compile.source("X", IMPORT, LONG_RUN, "class X {}"),
            Compile.source("Use", "class Use { Object plan = XTraining.PLAN; }"));

    assertThat(compilation.diagnostics())
        .extracting(Diagnostic::getKind)
        .isEqualTo(kind == null ? List.of() : List.of(kind));
  }

  @Test
  void aWarningFailsAStrictCompilation() {
    Compilation compilation =
        Compile.with(
            List.of("-Werror", "-Atexp4j.TexpFloatRange=warning"),
            Compile.source("X", IMPORT, LONG_RUN, "class X {}"));

    assertThat(compilation).failed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TexpFlotRange=note    | UnknownOption | did you mean -Atexp4j.TexpFloatRange?",
        "floatrange=note       | UnknownOption | did you mean -Atexp4j.TexpFloatRange?",
        "strict=true           | UnknownOption | remove it: the options of this compiler set the",
        "TexpFloatRange=warn   | OptionValue   | write -Atexp4j.TexpFloatRange=warning, or another of error, warning, note, ignore",
        "TexpFloatRange        | OptionValue   | has no value; write -Atexp4j.TexpFloatRange=warning",
        "TexpMomentumRange=note| FixedSeverity | severity of TexpMomentumRange cannot be lowered to note",
        "TexpInternal=ignore   | FixedSeverity | remove -Atexp4j.TexpInternal=ignore",
      })
  void anOptionThatCannotBeIsRefused(String option, String code, String remedy) {
    Compilation compilation =
        Compile.with(
            List.of("-Atexp4j." + option.strip(), "-Aother.option=1"),
            Compile.source("X", IMPORT, LONG_RUN, "class X {}"));

    assertThat(compilation.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getMessage(Locale.ROOT)).startsWith("[Texp" + code + "] ");
              assertThat(error.getMessage(Locale.ROOT)).contains(remedy);
              assertThat((JavaFileObject) error.getSource()).isNull();
            });
  }

  @Test
  void anErrorThatCannotBeLessMayBeNamedAsOne() {
    assertThat(
            Compile.with(
                    List.of("-Atexp4j.TexpMomentumRange=error"),
                    Compile.source("X", IMPORT, LONG_RUN, "class X {}"))
                .errors())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@SuppressWarnings(\"texp4j:TexpFloatRange\")           | static class X {}",
        "@SuppressWarnings({\"all\", \"texp4j:TexpFloatRange\"})| static class X {}",
      })
  void anAnnotationDecidesForAClassAndWhatItHolds(String suppression, String type) {
    assertThat(
            Compile.strictly(
                    Compile.source("O", IMPORT, suppression + " class O {", LONG_RUN + type + "}"))
                .notes())
        .isEmpty();
    assertThat(
            Compile.strictly(
                    Compile.source("O", IMPORT, "class O {", suppression + LONG_RUN + type + "}"))
                .notes())
        .isEmpty();
    assertThat(
            Compile.strictly(
                    Compile.source(
                        "O",
                        IMPORT,
                        "class O {",
                        LONG_RUN + type + suppression + " class Other {} }"))
                .notes())
        .hasSize(1);
  }

  /** As in Error Prone: an exception in the source is a decision, whatever the build asks for. */
  @Test
  void anAnnotationHoldsAgainstAnOption() {
    assertThat(
            Compile.with(
                    List.of("-Atexp4j.TexpFloatRange=error"),
                    Compile.source(
                        "X",
                        IMPORT,
                        "@SuppressWarnings(\"texp4j:TexpFloatRange\")",
                        LONG_RUN,
                        "class X {}"))
                .diagnostics())
        .isEmpty();
  }

  @Test
  void anOrphanMayBeTolerated() {
    assertThat(
            Compile.with(
                    List.of("-Atexp4j.TexpOrphanAnnotation=warning"),
                    Compile.source("X", IMPORT, "@WeightDecay(1e-4)", "class X {}"))
                .warnings())
        .singleElement()
        .asString()
        .contains("[TexpOrphanAnnotation]");
  }
}
