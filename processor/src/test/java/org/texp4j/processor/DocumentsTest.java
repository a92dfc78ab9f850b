package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents for contributors name exists where they say. */
final class DocumentsTest {

  private static final Path ROOT = Path.of("..");

  /**
   * In code style: perhaps a room, then a class of this project, and perhaps one of its methods.
   */
  private static final Pattern NAME =
      Pattern.compile("`((?:[a-z0-9]+\\.)*)([A-Z]\\w*[a-z]\\w*)(?:[#.](\\w+)(?:\\(\\w*\\))?)?`");

  private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:)[^)#]+)[^)]*\\)");

  private static List<Path> sources;

  @BeforeAll
  static void findSources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      sources =
          files
              .filter(file -> file.toString().matches(".*/src/(main|test)/java/.*\\.java"))
              .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/architecture.md", "docs/robustness.md", "CONTRIBUTING.md"})
  void whatItNamesExists(String document) throws IOException {
    Path file = ROOT.resolve(document);
    String text = Files.readString(file);
    List<MatchResult> names = NAME.matcher(text).results().toList();

    assertThat(names).hasSizeGreaterThan(20);
    for (MatchResult name : names) {
      // A training class is written by the processor, so its declaration has to exist.
      String type = name.group(2).replaceFirst("^(FashionCnn)Training$", "$1");
      String path = "/" + name.group(1).replace('.', '/') + type + ".java";
      List<Path> found = sources.stream().filter(each -> each.toString().endsWith(path)).toList();
      assertThat(found).as(name.group()).isNotEmpty();
      if (name.group(3) != null) {
        assertThat(found)
            .as("the method in %s", name.group())
            .anyMatch(each -> Compile.read(each).contains(" " + name.group(3) + "("));
      }
    }
    for (MatchResult link : LINK.matcher(text).results().toList()) {
      assertThat(file.resolveSibling(link.group(1))).exists();
    }
  }
}
