package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.schedule.RecipeForm;

/**
 * What a class declares by way of others: recipe annotations, classes above it, several recipes.
 */
final class RecipesTest {

  private static final String IMPORT = "import org.texp4j.annotations.*;";
  private static final String WHOLE =
      "@Experiment(batchSize = 10, trainingExamples = 95) @Normalized(Normalization.BATCH)"
          + " @WeightDecay(5e-4) @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1,"
          + " epochs = 9)";

  @Test
  void aRecipeAnnotationStandsForWhatItCarries() throws Exception {
    Compilation direct =
        Compile.strictlyWithRecipeAnnotations(Compile.source("X", IMPORT, WHOLE, "class X {}"));
    Compilation carried =
        Compile.strictlyWithRecipeAnnotations(
            Compile.source("X", "@Ours class X {}"),
            Compile.source(
                "Ours",
                IMPORT,
                "@Half",
                "@Experiment(batchSize = 10,"
                    + " trainingExamples = 95) @WeightDecay(5e-4) @interface Ours {}"),
            Compile.source(
                "Half",
                IMPORT,
                "@Normalized(Normalization.BATCH) @Schedule(type = ScheduleType.TEXP_PLUS_PLUS,"
                    + " learningRate = 0.1, epochs = 9) @interface Half {}"));

    assertThat(Compile.generated(carried, "demo.XTraining"))
        .isEqualTo(Compile.generated(direct, "demo.XTraining"));
    assertThat(names(carried)).containsExactly("XTraining");
  }

  @Test
  void aRecipeAnnotationMayCarryItself() {
    Compilation compilation =
        Compile.with(
            List.of(),
            Compile.source("X", "@Ours class X {}"),
            Compile.source("Ours", IMPORT, WHOLE, "@Ours @Again @interface Ours {}"),
            Compile.source("Again", "@Ours @interface Again {}"));

    assertThat(compilation).succeeded();
    assertThat(names(compilation)).containsExactly("XTraining");
  }

  /** The class has no annotation by which {@link TexpProcessor} alone would be told of it. */
  @Test
  void aRecipeAnnotationMayComeFromAJar(@TempDir Path jar) throws IOException {
    List<File> classPath = onlyClasses(jar, "@Momentum(0.9)");
    Compilation compilation = against(classPath, Compile.source("X", "@team.Ours class X {}"));

    assertThat(compilation).succeeded();
    assertThat(names(compilation)).containsExactly("XTraining");
    assertThat(compilation.notes()).isEmpty();
  }

  @Test
  void aMistakeFromAJarIsReportedOnItsUse(@TempDir Path jar) throws IOException {
    List<File> classPath = onlyClasses(jar, "@Momentum(2)");
    Compilation compilation =
        against(classPath, Compile.source("X", "", "  @team.Ours class X {}"));

    assertThat(compilation.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getMessage(Locale.ROOT))
                  .startsWith("[TexpMomentumRange] in @Ours: the momentum is 2 but must be");
              assertThat(error.getLineNumber()).isEqualTo(3);
              assertThat(error.getColumnNumber()).isEqualTo(3);
            });
    assertThat(compilation.notes()).isEmpty();
  }

  @Test
  void aMistakeFromASourceIsAlsoShownThere() {
    JavaFileObject ours =
        Compile.source("Ours", IMPORT, WHOLE + "@Momentum(", "  2) @interface Ours {}");
    Compilation compilation =
        Compile.onlyProcessing(
            ours, Compile.source("X", "@Ours class X {}"), Compile.source("Y", "@Ours class Y {}"));

    assertThat(compilation.errors())
        .extracting(
            error -> error.getSource().getName().replaceFirst("^/", ""),
            error -> error.getLineNumber())
        .containsExactlyInAnyOrder(tuple("demo/X.java", 2L), tuple("demo/Y.java", 2L));
    assertThat(compilation.notes())
        .isNotEmpty()
        .allSatisfy(
            note -> {
              assertThat(note.getMessage(Locale.ROOT)).startsWith("[TexpMomentumRange] ");
              assertThat(note.getSource().getName().replaceFirst("^/", ""))
                  .isEqualTo("demo/Ours.java");
              assertThat(note.getLineNumber()).isEqualTo(4);
              assertThat(note.getColumnNumber()).isEqualTo(3);
            });
  }

  @Test
  void anInheritedRecipeAnnotationIsInherited() {
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(
            Compile.source(
                "Ours", IMPORT, "@java.lang.annotation.Inherited", WHOLE, "@interface Ours {}"),
            Compile.source("Above", "@Ours abstract class Above {}"),
            Compile.source("X", "class X extends Above {}"));

    assertThat(compilation).succeeded();
    assertThat(names(compilation)).containsExactlyInAnyOrder("AboveTraining", "XTraining");
  }

  @Test
  void methodsAreInheritedFromTheNearestClassThatHasThem() throws Exception {
    String data =
        "static org.nd4j.linalg.dataset.api.iterator.DataSetIterator %s("
            + "org.texp4j.dl4j.DataRequest request) { return null; }";
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "Data",
                IMPORT,
                "abstract class Data {",
                "  @TrainingData " + data.formatted("far"),
                "  @EvaluationData " + data.formatted("evaluation"),
                "}"),
            Compile.source(
                "Nearer",
                IMPORT,
                "abstract class Nearer extends Data {",
                "  @TrainingData " + data.formatted("near"),
                "}"),
            Compile.source(
                "X",
                IMPORT,
                WHOLE,
                "final class X extends Nearer {",
                "  @Network static org.deeplearning4j.nn.conf.MultiLayerConfiguration network(",
                "      org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder base) {",
                "    return null;",
                "  }",
                "}"));

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.XTraining"))
        .contains(".trainingData(X::near)", ".evaluationData(X::evaluation)");
    assertThat(compilation.generatedSourceFiles()).hasSize(1);
  }

  @Test
  void eachRecipeIsAnExperimentOfItsOwn() throws Exception {
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(GoldenTest.declaration("Comparison"));
    Experiment declared = experiment(compilation, "demo.ComparisonWeightDecayTraining");
    Experiment large = experiment(compilation, "demo.ComparisonLargeRateTraining");
    Experiment cosine = experiment(compilation, "demo.ComparisonCosineTraining");
    List<Experiment> all = List.of(declared, large, cosine);

    assertThat(all)
        .extracting(Experiment::name)
        .containsExactly("compared-weight-decay", "compared-large-rate", "compared-cosine");
    assertThat(all)
        .extracting(Experiment::form)
        .containsExactly(RecipeForm.WEIGHT_DECAY, RecipeForm.TEXP, RecipeForm.TEXP_PLUS_PLUS);
    assertThat(all).extracting(Experiment::declarationDigest).doesNotHaveDuplicates();
    assertThat(all).extracting(Experiment::seed).containsOnly(7L);
    assertThat(large.recipe(40).learningRate().at(0)).isEqualTo(0.2);
    assertThat(cosine.recipe(40).steps()).isEqualTo(8 * 40);
  }

  @Test
  void oneRecipeMayHaveAName() {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "X", IMPORT, WHOLE.replace("(type", "(name = \"hot\", type"), "class X {}"));

    assertThat(names(compilation)).containsExactly("XHotTraining");
    assertThat(Compile.generated(compilation, "demo.XHotTraining"))
        .contains("Trains {@link X} with its recipe hot: SGD", "Experiment.named(\"x-hot\")");
  }

  @Test
  void recipesAreNamedByAnnotationNameAndType() {
    String schedule = "@Schedule(type = ScheduleType.%s, learningRate = 0.1, steps = 9)";
    String named = "@Schedule(name = \"n\", type = ScheduleType.TEXP, learningRate = 1, steps = 9)";
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(
            Compile.source("One", IMPORT, schedule.formatted("TEXP"), "@interface One {}"),
            Compile.source("Two", IMPORT, schedule.formatted("TEXP"), named, "@interface Two {}"),
            Compile.source("Both", "@One @Two @interface Both {}"),
            Compile.source(
                "X",
                IMPORT,
                "@Normalized(Normalization.BATCH) @WeightDecay(1e-4) @Both @One",
                schedule.formatted("TEXP_MINUS_MINUS"),
                "class X {}"));

    assertThat(names(compilation))
        .containsExactlyInAnyOrder(
            "XTexpMinusMinusTraining",
            "XBothOneTraining",
            "XBothTwoTexpTraining",
            "XBothTwoNTraining",
            "XOneTraining");
  }

  /** Sound recipes are written beside the stubs of those that are not. */
  @Test
  void aRecipeWithErrorsLeavesTheOthersAlone(@TempDir Path directory) {
    JavaFileObject source =
        Compile.source(
            "X",
            IMPORT,
            "@Normalized(Normalization.BATCH) @WeightDecay(1e-4)",
            "@Schedule(type = ScheduleType.TEXP, learningRate = 0.1, steps = 9)",
            "@Schedule(name = \"hot\", type = ScheduleType.TEXP, learningRate = -1, steps = 9)",
            "class X {}");

    assertThat(Compile.generatedDespiteErrors(directory, "demo.XTexpTraining", source))
        .contains("Trains {@link X}");
    assertThat(Compile.generatedDespiteErrors(directory, "demo.XHotTraining", source))
        .contains("A stub in place of the training class");
  }

  private static Experiment experiment(Compilation compilation, String training)
      throws ReflectiveOperationException {
    var field = Compile.loader(compilation).loadClass(training).getField("EXPERIMENT");
    field.setAccessible(true);
    return (Experiment) field.get(null);
  }

  private static Set<String> names(Compilation compilation) {
    return compilation.generatedSourceFiles().stream()
        .map(file -> file.getName().replaceAll(".*/|\\.java", ""))
        .collect(Collectors.toSet());
  }

  /** A class path with {@code team.Ours} in a class file, as in the jar of a team. */
  private static List<File> onlyClasses(Path directory, String more) throws IOException {
    Compilation compiled =
        Compile.with(
            List.of(),
            JavaFileObjects.forSourceLines(
                "team.Ours", "package team;", IMPORT, WHOLE, more, "public @interface Ours {}"));
    Path file = Files.createDirectories(directory.resolve("team")).resolve("Ours.class");
    for (JavaFileObject generated : compiled.generatedFiles()) {
      try (InputStream in = generated.openInputStream()) {
        Files.write(file, in.readAllBytes());
      }
    }
    List<File> classPath = new ArrayList<>(List.of(directory.toFile()));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(File::new)
        .forEach(classPath::add);
    return classPath;
  }

  private static Compilation against(List<File> classPath, JavaFileObject... sources) {
    return Compiler.javac()
        .withProcessors(new TexpProcessor(), new RecipeAnnotationProcessor())
        .withClasspath(classPath)
        .compile(Arrays.asList(sources));
  }
}
