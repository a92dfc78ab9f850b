package org.texp4j.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Examples use what users may use, and so do their generated training classes. */
class WallsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("org.texp4j.examples");

  @Test
  void noClassKnowsWhatIsInternal() {
    assertThat(CLASSES.contain(FashionCnnTraining.class))
        .as("generated classes are imported")
        .isTrue();
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.texp4j.dl4j.internal..")
        .check(CLASSES);
  }
}
