package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.texp4j.processor.check.Code;

/** Every code has a page in {@code docs/errors}, every page a code, and its examples are true. */
final class ErrorPagesTest {

  private static final Path PAGES = Path.of("../docs/errors");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** Codes with examples: all but those that no declaration alone can get. */
  static final Set<Code> COMPILED =
      EnumSet.complementOf(
          EnumSet.of(
              Code.TABLE_TOO_LONG,
              Code.NOT_YET_SUPPORTED,
              Code.RUNTIME_MISSING,
              Code.UNRESOLVED,
              Code.UNKNOWN_OPTION,
              Code.OPTION_VALUE,
              Code.FIXED_SEVERITY,
              Code.NOT_WRITTEN,
              Code.INTERNAL));

  /** What a reader of the examples takes for granted. */
  private static final String CONTEXT =
      """
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
  void everyCodeHasAPage(Code code) {
    assertThat(page(code)).startsWith("# " + code + "\n").contains("```");
  }

  /** Run with {@code -Dtexp4j.golden=rewrite} to make the table again. */
  @Test
  void theTableIsTheCatalogue() throws IOException {
    Path index = PAGES.resolve("README.md");
    String text = Compile.read(index);
    String made = text.substring(0, text.indexOf("| code |")) + table();
    if ("rewrite".equals(System.getProperty("texp4j.golden"))) {
      Files.writeString(index, made);
    }
    assertThat(Compile.read(index)).isEqualTo(made);
    assertThat(Compile.read(Path.of("../README.md"))).contains("(docs/errors/README.md)");
  }

  private static String table() {
    return Stream.of(Code.values())
        .sorted(Comparator.comparing(Code::toString))
        .map(
            code ->
                "| [%1$s](%1$s.md) | %2$s | %3$s | %4$s |\n"
                    .formatted(
                        code, code.severity(), code.isFixed() ? "no" : "yes", code.summary()))
        .collect(
            Collectors.joining(
                "",
                "| code | severity | can be changed | what it means |\n| --- | --- | --- | --- |\n",
                ""));
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

  /** The messages of each example, of which two belong to a code: a wrong and a right one. */
  private static final Map<String, List<String>> MESSAGES = new HashMap<>();

  @BeforeAll
  static void compileAllExamplesAtOnce() {
    List<JavaFileObject> files = new ArrayList<>();
    List<JavaFileObject> alone = new ArrayList<>();
    for (Code code : COMPILED) {
      List<String> examples = examples(code);
      for (int i = 0; i < examples.size(); i++) {
        String name = code + "." + i;
        MESSAGES.put(name, new ArrayList<>());
        String inPackage = "package " + packageOf(name) + ";\n" + CONTEXT + examples.get(i);
        // The others all have the same experiment name.
        (code == Code.EXPERIMENT_CLASH ? alone : files)
            .add(JavaFileObjects.forSourceString(packageOf(name) + ".CifarNet", inPackage));
      }
    }
    Map<String, List<String>> byPackage = new HashMap<>();
    MESSAGES.forEach((name, messages) -> byPackage.put(packageOf(name), messages));
    Stream.concat(
            Compile.onlyProcessing(files.toArray(JavaFileObject[]::new)).diagnostics().stream(),
            alone.stream()
                .flatMap(file -> Compile.with(List.of("-proc:only"), file).diagnostics().stream()))
        .filter(diagnostic -> diagnostic.getSource() != null)
        .forEach(
            diagnostic ->
                byPackage
                    .get(Compile.directory(diagnostic.getSource()))
                    .add(diagnostic.getMessage(Locale.ROOT)));
  }

  @ParameterizedTest
  @FieldSource("COMPILED")
  void theWrongExampleGetsTheCodeAndTheRightOneNoMessage(Code code) {
    assertThat(examples(code)).hasSize(2);
    assertThat(MESSAGES.get(code + ".0"))
        .isNotEmpty()
        .allMatch(message -> message.contains("[" + code + "]"));
    assertThat(MESSAGES.get(code + ".1")).isEmpty();
  }

  private static List<String> examples(Code code) {
    return EXAMPLE.matcher(page(code)).results().map(found -> found.group(1)).toList();
  }

  private static String packageOf(String example) {
    return example.toLowerCase(Locale.ROOT).replace(".", "");
  }

  private static String page(Code code) {
    return Compile.read(PAGES.resolve(code + ".md"));
  }
}
