package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.texp4j.processor.check.Code;

/** Every code has a page in {@code docs/errors}, every page a code, and its examples are true. */
final class ErrorPagesTest {

  private static final Path PAGES = Path.of("../docs/errors");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What a reader of the examples takes for granted. */
  private static final String CONTEXT =
      """
      package demo;
      import static org.texp4j.annotations.Normalization.*;
      import static org.texp4j.annotations.ScheduleType.*;
      import org.deeplearning4j.nn.conf.*;
      import org.deeplearning4j.nn.conf.layers.OutputLayer;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.texp4j.annotations.*;
      import org.texp4j.dl4j.DataRequest;
      """;

  @ParameterizedTest
  @EnumSource(Code.class)
  void everyCodeHasAPageAndALineInTheTable(Code code) {
    assertThat(page(code)).startsWith("# " + code + "\n").contains("```");
    assertThat(Compile.read(PAGES.resolve("README.md")))
        .contains(
            "| ["
                + code
                + "]("
                + code
                + ".md) | "
                + code.severity().name().toLowerCase(Locale.ROOT)
                + " |");
  }

  @Test
  void everyPageHasACode() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of("README.md"), Stream.of(Code.values()).map(code -> code + ".md"))
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOT_YET_SUPPORTED", "RUNTIME_MISSING", "UNKNOWN_OPTION", "NOT_WRITTEN", "INTERNAL"})
  void theWrongExampleGetsTheCodeAndTheRightOneNoMessage(Code code) {
    List<String> examples =
        EXAMPLE.matcher(page(code)).results().map((MatchResult found) -> found.group(1)).toList();

    assertThat(examples).hasSize(2);
    assertThat(messages(examples.get(0)))
        .isNotEmpty()
        .allMatch(at -> at.contains("[" + code + "]"));
    assertThat(messages(examples.get(1))).isEmpty();
  }

  private static String page(Code code) {
    return Compile.read(PAGES.resolve(code + ".md"));
  }

  private static List<String> messages(String example) {
    Compilation compilation =
        Compile.onlyProcessing(JavaFileObjects.forSourceString("demo.CifarNet", CONTEXT + example));
    return Stream.concat(compilation.errors().stream(), compilation.notes().stream())
        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .toList();
  }
}
