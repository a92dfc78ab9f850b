package org.texp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that the documents on the paper and the headers of the examples name exists. */
class PaperTest {

  private static final Path ROOT = Path.of("..", "..");

  /** In code style: a class, and perhaps one of its methods. */
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:#(\\w+))?`");

  private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:)[^)#]+)\\)");

  private static final Pattern RUN = Pattern.compile("-Drun=(\\w+)");

  /** The text of each source file by the name of its class. */
  private static Map<String, String> sources;

  @BeforeAll
  static void readSources() throws IOException {
    sources =
        Stream.of("annotations", "processor", "runtime", "examples")
            .flatMap(module -> javaFiles(ROOT.resolve(module)))
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    PaperTest::text,
                    String::concat));
  }

  private static Stream<Path> javaFiles(Path module) {
    try (Stream<Path> files = Files.walk(module)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().matches(".*src.(main|test).java.*"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper.md", "equivalence.md"})
  void theClassesTestsAndPicturesOfADocumentExist(String document) {
    Path file = ROOT.resolve("docs").resolve(document);
    String text = text(file);
    List<MatchResult> names = matches(NAME, text);

    assertThat(names).hasSizeGreaterThan(5);
    for (MatchResult name : names) {
      assertThat(sources.keySet()).as("the class in %s", name.group()).contains(name.group(1));
      if (name.group(2) != null) {
        assertThat(sources.get(name.group(1)))
            .as("the method in %s", name.group())
            .contains(" " + name.group(2) + "(");
      }
    }
    for (MatchResult link : matches(LINK, text)) {
      assertThat(file.resolveSibling(link.group(1))).exists();
    }
    matches(RUN, text).forEach(run -> assertRuns(run.group(1)));
  }

  @Test
  void everyExampleIsInTheDocumentAndItsCommandsRun() {
    String paper = text(ROOT.resolve("docs/paper.md"));
    List<String> examples =
        sources.keySet().stream().filter(name -> name.matches("Example\\d\\d.*")).sorted().toList();

    assertThat(examples)
        .as("numbered from 1")
        .extracting(name -> Integer.parseInt(name.substring(7, 9)))
        .isEqualTo(IntStream.rangeClosed(1, examples.size()).boxed().toList());
    for (String example : examples) {
      List<MatchResult> runs = matches(RUN, sources.get(example));
      assertThat(runs).as("commands in the header of %s", example).isNotEmpty();
      runs.forEach(run -> assertRuns(run.group(1)));
      assertThat(sources.get(example))
          .as("the header of %s", example)
          .containsPattern("<pre>[^<]*mvn -q -DskipTests package -Drun=" + example);
    }
    // The first nine are about the paper.
    assertThat(examples.subList(0, 9)).allMatch(example -> paper.contains("`" + example + "`"));
  }

  /** A class with a main of its own, or the training class that the compiler writes of one. */
  private static void assertRuns(String run) {
    try {
      Class<?> type = Class.forName("org.texp4j.examples." + run);
      assertThat(type.getMethod("main", String[].class)).isNotNull();
    } catch (ReflectiveOperationException e) {
      fail("-Drun=" + run + " cannot be run", e);
    }
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
