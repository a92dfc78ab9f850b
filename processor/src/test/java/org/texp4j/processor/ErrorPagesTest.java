package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.texp4j.processor.check.Code;

/** Every code has a page in {@code docs/errors}, and every page a code. */
final class ErrorPagesTest {

  private static final Path PAGES = Path.of("../docs/errors");

  @ParameterizedTest
  @EnumSource(Code.class)
  void everyCodeHasAPageAndALineInTheTable(Code code) {
    assertThat(Compile.read(PAGES.resolve(code + ".md")))
        .startsWith("# " + code + "\n")
        .contains("```");
    assertThat(Compile.read(PAGES.resolve("README.md")))
        .contains("| [" + code + "](" + code + ".md) | " + severity(code) + " |");
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

  private static String severity(Code code) {
    return code.severity().name().toLowerCase(java.util.Locale.ROOT);
  }
}
