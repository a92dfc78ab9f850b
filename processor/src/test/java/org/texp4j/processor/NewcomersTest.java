package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/newcomers-mistakes.md} says is printed is printed.
 *
 * <p>Run with {@code -Dtexp4j.golden=rewrite} to put there what is printed now.
 */
final class NewcomersTest {

  private static final Path PAGE = Path.of("../docs/newcomers-mistakes.md");

  private static final Pattern TRIAL =
      Pattern.compile("```java\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);

  private static final String CONTEXT =
      """
      import static org.texp4j.annotations.Coupling.*;
      import static org.texp4j.annotations.Normalization.*;
      import static org.texp4j.annotations.ScheduleType.*;
      import org.deeplearning4j.nn.conf.*;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.texp4j.annotations.*;
      import org.texp4j.dl4j.DataRequest;
      """;

  @Test
  void thePageIsTrue() throws IOException {
    String page = Compile.read(PAGE);
    assertThat(TRIAL.matcher(page).results()).hasSize(20);
    String now =
        TRIAL
            .matcher(page)
            .replaceAll(
                trial ->
                    Matcher.quoteReplacement(
                        "```java\n"
                            + trial.group(1)
                            + "```\n\n```text\n"
                            + printed(trial.group(1))
                            + "```"));
    if ("rewrite".equals(System.getProperty("texp4j.golden"))) {
      Files.writeString(PAGE, now);
    }
    assertThat(ours(now)).isEqualTo(ours(Compile.read(PAGE)));
  }

  /** Without the words of javac's own errors, which change from version to version. */
  private static String ours(String page) {
    return page.replaceAll("(: error:) (?!\\[).*", "$1").replaceAll("\n  (symbol|location):.*", "");
  }

  private static String printed(String source) {
    Compilation compilation =
        Compile.with(List.of(), JavaFileObjects.forSourceString("Net", CONTEXT + source));
    return compilation.diagnostics().stream()
        .filter(diagnostic -> diagnostic.getSource() != null)
        .map(NewcomersTest::text)
        .collect(Collectors.joining());
  }

  private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
    long line = diagnostic.getLineNumber() - CONTEXT.lines().count();
    return diagnostic.toString().replaceFirst("^[^:]*:\\d+: ", "Net.java:" + line + ": ") + "\n";
  }
}
