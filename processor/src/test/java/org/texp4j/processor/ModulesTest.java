package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declarations in a module, which reads Deeplearning4j from the class path. */
final class ModulesTest {

  private static final String GENERATED = "javax.annotation.processing.Generated";

  @TempDir private Path directory;

  @Test
  void aModuleThatDoesNotReadTheCompilerGetsNoGeneratedAnnotation() throws IOException {
    assertThat(written("module user { exports demo; }"))
        .contains("@GeneratedTraining")
        .doesNotContain(GENERATED, "@Generated(");
  }

  @Test
  void aModuleThatReadsItDoes() throws IOException {
    assertThat(written("module user { exports demo; requires static java.compiler; }"))
        .contains("import " + GENERATED + ";", "@Generated(");
  }

  @ParameterizedTest
  @CsvSource({
    "'', X.java, [TexpFloatRange]",
    "@SuppressWarnings(\"texp4j:TexpFloatRange\"),,",
    "'@SuppressWarnings({\"texp4j:TexpFloatRange\", \"texp4j:TexpRange\"})', module-info.java,"
        + " [TexpSuppression]",
  })
  void aModuleSuppressesForAllItsClasses(String annotation, String file, String code)
      throws IOException {
    String source =
        "package demo; import org.texp4j.annotations.*; @Normalized(Normalization.BATCH)"
            + " @WeightDecay(5e-4) @Momentum(0.9) @Schedule(type = ScheduleType.TEXP_PLUS_PLUS,"
            + " learningRate = 0.1, steps = 100_000) class ";
    List<String> found =
        Sources.compile(
                ToolProvider.getSystemJavaCompiler(),
                directory,
                Map.of(
                    "module-info.java",
                    annotation + " module user { exports demo; }",
                    "demo/X.java",
                    source + "X {}",
                    "demo/Y.java",
                    source.replace("100_000", "9") + "Y {}"),
                "--add-reads",
                "user=ALL-UNNAMED")
            .stream()
            .map(each -> each.getSource().getName() + " " + each.getMessage(Locale.ROOT))
            .toList();

    if (code == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).singleElement().asString().contains(file + " " + code);
    }
  }

  private String written(String module) throws IOException {
    Map<String, String> sources =
        Map.of(
            "module-info.java",
            module,
            "demo/FashionCnn.java",
            Sources.golden().get("demo/FashionCnn.java"));
    assertThat(
            Sources.compile(
                ToolProvider.getSystemJavaCompiler(),
                directory,
                sources,
                "-Werror",
                "-Xlint:all,-path",
                "--add-reads",
                "user=ALL-UNNAMED"))
        .isEmpty();
    return Sources.read(directory.resolve("written")).get("demo/FashionCnnTraining.java");
  }
}
