package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training class means the same whatever the classes around it are called: every name in the
 * golden files, and the roots of packages, as the name of a neighbor, of a nested class and of the
 * declared class itself.
 */
final class HostileNamesTest {

  private static final Pattern NOT_CODE =
      Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"(\\\\.|[^\"\\\\])*\"");
  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Za-z]\\w*");

  /** A recipe whose training class uses as many others as one can. */
  private static final String RECIPE =
      """
      import org.texp4j.annotations.*;
      /** A recipe. */
      @Normalized(Normalization.BATCH)
      @WeightDecay(value = 5e-4, coupling = Coupling.DECOUPLED)
      @Momentum(0.9)
      @StepDecay(fractions = {0.25, 0.5})
      @Warmup(steps = 2, shape = WarmupShape.COSINE)
      @PiecewiseConstant(steps = 3, values = 0.5, of = Hyperparameter.MOMENTUM)
      @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 16)
      public @interface Steep {}
      """;

  private static final String DECLARATION =
      """
      import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
      import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.texp4j.annotations.CustomCurve;
      import org.texp4j.annotations.Hyperparameter;
      import org.texp4j.annotations.Network;
      import org.texp4j.annotations.TrainingData;
      import org.texp4j.dl4j.DataRequest;
      import recipes.Steep;
      @Steep
      @CustomCurve(value = FACTORY.class, of = Hyperparameter.WEIGHT_DECAY)
      @Deprecated
      class DECLARED {
        @Network static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
          throw new UnsupportedOperationException();
        }
        @TrainingData static DataSetIterator training(DataRequest request) {
          throw new UnsupportedOperationException();
        }
        static class NESTED {}
      }
      """;

  private static final String BASE =
      """
      import org.texp4j.schedule.*;
      /** Makes a curve. */
      public class Base implements CurveFactory {
        /** Makes nothing yet. */
        public Base() {}
        @Override public Curve curve(double initial, long steps, long stepsPerEpoch) {
          return Curve.constant(initial);
        }
      }
      """;

  private static final String FACTORY = "class NAME extends recipes.Base {}";

  private final Map<String, String> sources = new TreeMap<>();

  @Test
  void anyNeighborIsHarmless() {
    for (String name : names()) {
      String packageName = "beside" + sources.size();
      add(packageName, name, "class " + name + " {}");
      declare(packageName, "Net", "Wave", name);
    }
    compile(names().size());
  }

  @Test
  void anyNameIsGoodForADeclaration() {
    for (String name : names()) {
      declare("named" + sources.size(), name, "Wave", "Nested");
    }
    compile(names().size());
  }

  @Test
  void anyNameIsGoodBesideClassesThatHidePackages() {
    for (String name : names()) {
      String packageName = "hidden" + sources.size();
      hide(packageName, "org", "java", "javax");
      declare(packageName, name, "Wave", "Nested");
    }
    compile(names().size());
  }

  @Test
  void anyNameIsGoodForAClassThatMakesACurve() {
    for (String name : names()) {
      String packageName = "curves" + sources.size();
      hide(packageName, "org", "java", "javax");
      declare(packageName, "Net", name, "Nested");
    }
    compile(names().size());
  }

  @Test
  void isNotWrittenWhereNothingHelps() {
    assertRefused("lone.Experiment", "lone", "the class org hides the package org");
    assertRefused("Experiment", "", "the class org hides the package org");
    assertRefused("PLAN", "", "its constant PLAN hides the class PLAN");
  }

  private void assertRefused(String declared, String hidden, String why) {
    sources.clear();
    String packageName = declared.contains(".") ? declared.substring(0, declared.indexOf('.')) : "";
    hide(packageName, "org", "java", "javax");
    if (declared.startsWith("lone.")) {
      hide(packageName, hidden);
    }
    String name = declared.replaceFirst(".*\\.", "");
    declare(packageName, name, "Wave", "Nested");

    assertThat(Compile.with(List.of("-proc:only"), files()).errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.getMessage(null))
                    .isEqualTo(
                        "[TexpNameClash] "
                            + declared
                            + "Training cannot name a class that it needs: "
                            + why
                            + "; rename that class, or move "
                            + name
                            + " to another package"));
  }

  @Test
  void isTheSameForEclipse(@TempDir Path directory) throws IOException {
    for (String name : names()) {
      String packageName = "eclipse" + sources.size();
      hide(packageName, "org", "java", "javax", "String", "System", "Math");
      declare(packageName, name, "Wave", "Nested");
    }
    assertThat(Sources.compile(new EclipseCompiler(), directory, sources, "-warn:none"))
        .filteredOn(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .map(found -> found.getSource().getName() + ": " + found.getMessage(null))
        .isEmpty();
  }

  /** The names in the golden files, and those of packages. */
  private static Set<String> names() {
    Set<String> names =
        new TreeSet<>(
            Set.of("org", "java", "javax", "texp4j", "SuppressWarnings", "Override", "Generated"));
    for (String source : Sources.goldenTraining().values()) {
      NAME.matcher(NOT_CODE.matcher(source).replaceAll(" "))
          .results()
          .map(MatchResult::group)
          .filter(SourceVersion::isName)
          .forEach(names::add);
    }
    assertThat(names).contains("String", "System", "Math", "List", "Experiment", "PLAN", "steps");
    return names;
  }

  private void hide(String packageName, String... names) {
    Stream.of(names).forEach(name -> add(packageName, name, "class " + name + " {}"));
  }

  private void declare(String packageName, String name, String factory, String nested) {
    add("recipes", "Steep", RECIPE);
    add("recipes", "Base", BASE);
    add(packageName, factory, FACTORY.replace("NAME", factory));
    add(
        packageName,
        name,
        DECLARATION
            .replace("DECLARED", name)
            .replace("FACTORY", factory)
            .replace("NESTED", nested));
  }

  private void add(String packageName, String name, String source) {
    sources.put(
        (packageName.isEmpty() ? "" : packageName + "/") + name + ".java",
        (packageName.isEmpty() ? "" : "package " + packageName + ";") + source);
  }

  private JavaFileObject[] files() {
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach(
        (path, source) ->
            files.add(
                JavaFileObjects.forSourceString(
                    path.replace(".java", "").replace('/', '.'), source)));
    return files.toArray(JavaFileObject[]::new);
  }

  private void compile(int count) {
    Compilation compilation = Compile.strictlyWithRecipeAnnotations(files());
    assertThat(compilation.warnings()).isEmpty();
    assertThat(compilation.errors()).isEmpty();
    assertThat(compilation.generatedSourceFiles()).hasSize(count);
  }
}
