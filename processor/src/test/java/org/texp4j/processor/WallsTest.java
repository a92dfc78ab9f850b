package org.texp4j.processor;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;
import org.texp4j.processor.model.annotation.Position;

/** Who may know what: the walls between the rooms of the whole project. */
final class WallsTest {

  /** Packages of others in which a class of ours has to lie: each belongs to a room. */
  private static final String FOREIGN_BACKEND = "org.nd4j.nativeblas";

  private static final String FOREIGN_STATE = "org.deeplearning4j.nn.layers.mkldnn";

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.texp4j", FOREIGN_BACKEND, FOREIGN_STATE);

  private static final String ANNOTATIONS = "org.texp4j.annotations..";
  private static final String SCHEDULE = "org.texp4j.schedule..";
  private static final String PROCESSOR = "org.texp4j.processor..";
  private static final String RUNTIME = "org.texp4j.dl4j..";
  private static final String INTERNAL = "org.texp4j.dl4j.internal..";
  private static final String RUNTIME_ONEDNN = "org.texp4j.dl4j.internal.backend.onednn..";
  private static final String COMPILER = "javax.lang.model..";
  private static final String COMPILER_TOOLS = "javax.annotation.processing..";
  private static final String JAVAPOET = "com.palantir.javapoet..";

  @Test
  void annotationsStandAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(ANNOTATIONS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ANNOTATIONS, "java.lang.."));
  }

  @Test
  void classesInPackagesOfOthersServeOneRoomEach() {
    check(
        classes()
            .that()
            .haveFullyQualifiedName(FOREIGN_STATE + ".BatchNormEpsilon")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("org.texp4j.dl4j.internal.network"));
    check(
        noClasses()
            .that()
            .resideInAPackage("org.texp4j.dl4j..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(FOREIGN_BACKEND + ".Nd4jCpu"));
  }

  @Test
  void scheduleIsArithmetic() {
    check(
        classes()
            .that()
            .resideInAPackage(SCHEDULE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SCHEDULE, "java.."));
  }

  @Test
  void noArrowFromProcessorToRuntime() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PROCESSOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RUNTIME, ANNOTATIONS, "org.nd4j..", "org.deeplearning4j.."));
  }

  @Test
  void noArrowFromRuntimeToProcessor() {
    check(
        noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROCESSOR, COMPILER, COMPILER_TOOLS));
  }

  @Test
  void onlyWriteKnowsJavapoet() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PROCESSOR)
            .and()
            .resideOutsideOfPackage("org.texp4j.processor.write..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(JAVAPOET));
  }

  @Test
  void modelCheckAndPlanSeeTheProgramOnlyAsPositions() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "org.texp4j.processor.model..",
                "org.texp4j.processor.check..",
                "org.texp4j.processor.plan..")
            .and()
            .doNotBelongToAnyOf(Position.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(COMPILER, COMPILER_TOOLS));
  }

  /** JavaPoet takes its modifiers from javax.lang.model; that one enum is part of its language. */
  @Test
  void writeTouchesTheCompilationOnlyToWrite() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.texp4j.processor.write..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(COMPILER, COMPILER_TOOLS)
                    .and(not(belongToAnyOf(Filer.class, Element.class, Modifier.class)))));
  }

  /** Other compilers than javac do not have them. */
  @Test
  void onlyOneClassSeesTreesOfJavac() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PROCESSOR)
            .and()
            .doNotHaveSimpleName("JavacSourceText")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.."));
  }

  @Test
  void roomsMeetOnlyAtTheModel() {
    check(
        slices()
            .matching("org.texp4j.processor.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("org.texp4j.processor.model..")));
  }

  @Test
  void modelIsTheTableBetweenTheRooms() {
    check(
        classes()
            .that()
            .resideInAPackage("org.texp4j.processor.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.texp4j.processor.model..", SCHEDULE, COMPILER, "java.."));
  }

  @Test
  void arrowsWithinTheModelGoDown() {
    List<String> rooms =
        List.of(
            "org.texp4j.processor.model.value",
            "org.texp4j.processor.model.annotation",
            "org.texp4j.processor.model.shape",
            "org.texp4j.processor.model");
    for (int room = 0; room < rooms.size(); room++) {
      check(
          noClasses()
              .that()
              .resideInAPackage(rooms.get(room))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(rooms.subList(room + 1, rooms.size()).toArray(String[]::new))
              .allowEmptyShould(room == rooms.size() - 1));
    }
  }

  @Test
  void oneDnnIsKnownInOneRoomAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME_ONEDNN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco.dnnl.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                RUNTIME_ONEDNN, "org.texp4j.dl4j.train", "org.texp4j.dl4j.internal.network")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(RUNTIME_ONEDNN));
  }

  @Test
  void noPackagesFormACycle() {
    check(slices().matching("org.texp4j.(**)").should().beFreeOfCycles());
  }

  @Test
  void everyRoomOfTheRuntimeHasItsPlace() {
    assertThat(
            PROJECT.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("org.texp4j.dl4j")))
        .allMatch(name -> Rooms.of(name) >= 0);
  }

  @Test
  void arrowsBetweenRoomsOfTheRuntimeGoDown() {
    check(classes().that().resideInAPackage(RUNTIME).should(Rooms.dependOnlyOnRoomsBelow()));
  }

  @Test
  void nothingOutsideReachesWhatIsInternal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL));
  }

  @Test
  void whatUsersSeeIsMadeOfWhatUsersSee() {
    check(
        classes()
            .that()
            .resideInAPackage(RUNTIME)
            .and()
            .resideOutsideOfPackage(INTERNAL)
            .and()
            .arePublic()
            .should(Rooms.haveNoInternalTypeInTheirSignatures()));
  }

  @Test
  void theKindsOfNetworkAreToldApartInOneRoom() {
    check(
        noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .and()
            .resideOutsideOfPackage("org.texp4j.dl4j.internal.network")
            .should()
            .dependOnClassesThat(
                belongToAnyOf(
                    org.deeplearning4j.nn.multilayer.MultiLayerNetwork.class,
                    org.deeplearning4j.nn.graph.ComputationGraph.class)));
  }

  private static void check(ArchRule rule) {
    rule.check(PROJECT);
  }
}
