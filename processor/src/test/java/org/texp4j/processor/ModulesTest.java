package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
