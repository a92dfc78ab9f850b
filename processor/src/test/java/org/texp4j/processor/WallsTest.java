package org.texp4j.processor;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import org.texp4j.processor.model.Position;

/** Who may know what: the walls between the rooms of the whole project. */
@AnalyzeClasses(packages = "org.texp4j", importOptions = DoNotIncludeTests.class)
final class WallsTest {

  private static final String ANNOTATIONS = "org.texp4j.annotations..";
  private static final String SCHEDULE = "org.texp4j.schedule..";
  private static final String PROCESSOR = "org.texp4j.processor..";
  private static final String RUNTIME = "org.texp4j.dl4j..";
  private static final String COMPILER = "javax.lang.model..";
  private static final String COMPILER_TOOLS = "javax.annotation.processing..";
  private static final String JAVAPOET = "com.palantir.javapoet..";

  @ArchTest
  static final ArchRule ANNOTATIONS_STAND_ALONE =
      classes()
          .that()
          .resideInAPackage(ANNOTATIONS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ANNOTATIONS, "java.lang..");

  @ArchTest
  static final ArchRule SCHEDULE_IS_ARITHMETIC =
      classes()
          .that()
          .resideInAPackage(SCHEDULE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SCHEDULE, "java..");

  @ArchTest
  static final ArchRule NO_ARROW_FROM_PROCESSOR_TO_RUNTIME =
      noClasses()
          .that()
          .resideInAPackage(PROCESSOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(RUNTIME, ANNOTATIONS, "org.nd4j..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule NO_ARROW_FROM_RUNTIME_TO_PROCESSOR =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROCESSOR, COMPILER, COMPILER_TOOLS);

  @ArchTest
  static final ArchRule ONLY_WRITE_KNOWS_JAVAPOET =
      noClasses()
          .that()
          .resideInAPackage(PROCESSOR)
          .and()
          .resideOutsideOfPackage("org.texp4j.processor.write..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(JAVAPOET);

  @ArchTest
  static final ArchRule MODEL_CHECK_AND_CONVERT_SEE_THE_PROGRAM_ONLY_AS_POSITIONS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.texp4j.processor.model..",
              "org.texp4j.processor.check..",
              "org.texp4j.processor.convert..")
          .and()
          .doNotBelongToAnyOf(Position.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPILER, COMPILER_TOOLS);

  /** JavaPoet takes its modifiers from javax.lang.model; that one enum is part of its language. */
  @ArchTest
  static final ArchRule WRITE_TOUCHES_THE_COMPILATION_ONLY_TO_WRITE =
      noClasses()
          .that()
          .resideInAPackage("org.texp4j.processor.write..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(COMPILER, COMPILER_TOOLS)
                  .and(not(belongToAnyOf(Filer.class, Element.class, Modifier.class))));

  @ArchTest
  static final ArchRule ROOMS_MEET_ONLY_AT_THE_MODEL =
      slices()
          .matching("org.texp4j.processor.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), resideInAPackage("org.texp4j.processor.model.."));

  @ArchTest
  static final ArchRule MODEL_IS_THE_TABLE_BETWEEN_THE_ROOMS =
      classes()
          .that()
          .resideInAPackage("org.texp4j.processor.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.texp4j.processor.model..", SCHEDULE, COMPILER, "java..");
}
