package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.dl4j.Experiment;

/** A declaration on every kind of class that can have static methods. */
final class KindsTest {

  private static final String IMPORTS =
      """
      import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
      import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.texp4j.annotations.*;
      import org.texp4j.dl4j.DataRequest;
      """;

  private static final String DECLARATION =
      "/** Declared. */ @Normalized(Normalization.BATCH) @WeightDecay(5e-4) @Momentum(0.9)"
          + " @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) ";

  private static final String METHODS =
      """
      @Network static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
        throw new UnsupportedOperationException("network");
      }
      @TrainingData static DataSetIterator training(DataRequest request) {
        throw new UnsupportedOperationException("training");
      }
      """;

  private static final String GRAPH = "org.deeplearning4j.nn.conf.ComputationGraphConfiguration";

  /** Of each kind the header of the class X, and what else it holds. */
  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("public final class X {", "private X() {} }");
    KINDS.put("abstract class X {", "}");
    KINDS.put("interface X {", "}");
    KINDS.put("sealed interface X {", "record A() implements X {} }");
    KINDS.put("sealed abstract class X {", "final class A extends X {} }");
    KINDS.put("record X(int i) {", "}");
    KINDS.put("enum X { A, B;", "}");
    KINDS.put("class X<T extends Comparable<T>> {", "T t; }");
    KINDS.put("@Deprecated(forRemoval = true) class X {", "}");
  }

  static Stream<String> sources() {
    return KINDS.entrySet().stream()
        .map(kind -> DECLARATION + kind.getKey() + METHODS + kind.getValue());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void carriesADeclaration(String source) throws Exception {
    Compilation compilation = Compile.strictly(Compile.source("X", IMPORTS + source));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(experiment(compilation, "demo.XTraining").name()).isEqualTo("x");
    assertThat(Compile.generated(compilation, "demo.XTraining"))
        .contains(".multiLayerNetwork(X::network)")
        .contains(source.contains("public") ? "public final class" : "\nfinal class");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void carriesADeclarationInsideOthers(String source) throws Exception {
    String nested = source.replace("public final class", "protected static class");
    Compilation compilation =
        Compile.strictly(Compile.source("O", IMPORTS + "class O<S> {" + nested + "}"));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(experiment(compilation, "demo.O_XTraining").name()).isEqualTo("x");
    assertThat(Compile.generated(compilation, "demo.O_XTraining"))
        .contains(".multiLayerNetwork(O.X::network)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.deeplearning4j.nn.multilayer.MultiLayerNetwork",
        "org.deeplearning4j.nn.graph.ComputationGraph",
        "org.deeplearning4j.nn.api.Model"
      })
  void mayStartFromTheWeightsOfANetwork(String network) throws Exception {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "X",
                IMPORTS
                    + DECLARATION
                    + "class X {"
                    + METHODS.replace("MultiLayerConfiguration", network)
                    + "}"));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(Compile.generated(compilation, "demo.XTraining"))
        .contains(".initializedNetwork(X::network)");
    assertThat(experiment(compilation, "demo.XTraining").network().orElseThrow())
        .isInstanceOf(Experiment.Network.Initialized.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.nd4j.linalg.dataset.api.iterator.DataSetIterator | trainingData",
        "org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator<?> | trainingData",
        "org.texp4j.dl4j.data.ImageIterator | trainingData",
        "org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator | trainingMultiData",
        "org.deeplearning4j.datasets.iterator.JointMultiDataSetIterator | trainingMultiData"
      })
  void mayOpenAnyKindOfData(String iterator, String method) throws Exception {
    for (String network : List.of("MultiLayerConfiguration", GRAPH)) {
      Compilation compilation =
          Compile.strictly(
              Compile.source(
                  "X",
                  IMPORTS
                      + DECLARATION
                      + "class X {"
                      + METHODS
                          .replace("static DataSetIterator", "static " + iterator)
                          .replace("static MultiLayerConfiguration", "static " + network)
                      + "}"));

      assertThat(compilation).succeededWithoutWarnings();
      assertThat(Compile.generated(compilation, "demo.XTraining"))
          .contains("." + method + "(X::training)");
      assertThat(experiment(compilation, "demo.XTraining").network().orElseThrow())
          .isInstanceOf(
              network.equals(GRAPH)
                  ? Experiment.Network.Graph.class
                  : Experiment.Network.MultiLayer.class);
    }
  }

  /** Whatever is in an interface is public and static there without being called so. */
  @Test
  void carriesADeclarationInsideAnInterface() {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "O",
                IMPORTS
                    + "/** Around. */ public interface O {"
                    + DECLARATION
                    + "record X() {"
                    + METHODS
                    + "} }"));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(Compile.generated(compilation, "demo.O_XTraining")).contains("public final class");
  }

  @Test
  void isNotWarnedOfItsOwnDeprecatedMethods() {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "X",
                IMPORTS
                    + DECLARATION
                    + "class X {"
                    + METHODS.replace("@Net", "@Deprecated @Net")
                    + "}"));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(Compile.generated(compilation, "demo.XTraining"))
        .contains("@SuppressWarnings({\"deprecation\", \"removal\"})\nfinal class");
  }

  /** The kinds of class do not show in what is written, and compilers agree on them. */
  @Test
  void isTheSameForEclipse(@TempDir Path directory) throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    sources()
        .forEach(
            source ->
                sources.put(
                    "d" + sources.size() + "/O.java",
                    "package d"
                        + sources.size()
                        + ";"
                        + IMPORTS
                        + "public interface O { class P { "
                        + source.replace("public final class", "protected static class")
                        + "} }"));
    assertThat(
            Sources.compile(new EclipseCompiler(), directory.resolve("e"), sources, "-warn:none"))
        .filteredOn(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
    Sources.compile(ToolProvider.getSystemJavaCompiler(), directory.resolve("j"), sources);
    assertThat(Sources.read(directory.resolve("e/written")))
        .hasSize(KINDS.size())
        .isEqualTo(Sources.read(directory.resolve("j/written")));
  }

  private static Experiment experiment(Compilation compilation, String training)
      throws ReflectiveOperationException {
    var field = Compile.loader(compilation).loadClass(training).getField("EXPERIMENT");
    field.setAccessible(true);
    return (Experiment) field.get(null);
  }
}
