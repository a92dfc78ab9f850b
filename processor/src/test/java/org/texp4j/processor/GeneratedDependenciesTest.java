package org.texp4j.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training classes use only what users see of texp4j, also where a chain of calls hides it. */
final class GeneratedDependenciesTest {

  private static final ArchRule ONLY_WHAT_IS_SHOWN =
      classes()
          .that()
          .haveSimpleNameEndingWith("Training")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              // Declarations.
              "",
              "demo..",
              "java..",
              "javax.annotation.processing",
              "org.texp4j.annotations",
              "org.texp4j.schedule",
              "org.texp4j.schedule.rule",
              "org.texp4j.dl4j",
              "org.texp4j.dl4j.command",
              // Parameters and results of the methods of declarations.
              "org.deeplearning4j.nn.conf",
              "org.nd4j.linalg.dataset.api.iterator");

  @Test
  void trainingClassesDependOnlyOnWhatIsShown(@TempDir Path directory) throws IOException {
    JavaClasses compiled = compile(directory, Sources.golden());

    assertThat(compiled)
        .filteredOn(type -> type.getSimpleName().endsWith("Training"))
        .hasSameSizeAs(Sources.goldenTraining().keySet());
    ONLY_WHAT_IS_SHOWN.check(compiled);
  }

  @Test
  void aTrainingClassThatReachesInsideIsFound(@TempDir Path directory) throws IOException {
    JavaClasses compiled =
        compile(
            directory,
            Map.of(
                "org/texp4j/dl4j/internal/planted/Hidden.java",
                "package org.texp4j.dl4j.internal.planted; public class Hidden { public int"
                    + " number() { return 1; } }",
                "org/texp4j/dl4j/Shown.java",
                """
                package org.texp4j.dl4j;
                import org.texp4j.dl4j.internal.planted.Hidden;
                public class Shown { public static Hidden hidden() { return new Hidden(); } }
                """,
                "demo/PlantedTraining.java",
                """
                package demo;
                class PlantedTraining {
                  static int number() { return org.texp4j.dl4j.Shown.hidden().number(); }
                }
                """));

    assertThat(ONLY_WHAT_IS_SHOWN.evaluate(compiled).hasViolation()).isTrue();
  }

  private static JavaClasses compile(Path directory, Map<String, String> sources)
      throws IOException {
    Sources.compile(ToolProvider.getSystemJavaCompiler(), directory, sources);
    return new ClassFileImporter().importPath(directory.resolve("classes"));
  }
}
