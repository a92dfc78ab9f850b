package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written depends on the declaration alone. */
final class OutputTest {

  private static final String ANNOTATIONS =
      """
      @Experiment(name = "net", trainingExamples = 50_000)
      @Normalized(Normalization.BATCH)
      @Momentum(0.9)
      @WeightDecay(5e-4)
      @Warmup(epochs = 5)
      @CosineDecay(minimum = 1e-4)
      @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160)
      """;

  private static final String MEMBERS =
      """
      @Network static MultiLayerConfiguration network(NeuralNetConfiguration.Builder b) { return null; }
      @TrainingData static DataSetIterator training(DataRequest request) { return null; }
      @EvaluationData static DataSetIterator evaluation(DataRequest request) { return null; }
      private static final int UNRELATED = 1;
      """;

  @Test
  void dependsOnNoOrderInTheSource() {
    String written = written(ANNOTATIONS, MEMBERS);
    Random random = new Random(1);
    for (int i = 0; i < 6; i++) {
      assertThat(written(shuffled(ANNOTATIONS, random), shuffled(MEMBERS, random)))
          .isEqualTo(written);
    }
  }

  @Test
  void dependsOnNoOrderOfFiles() {
    List<JavaFileObject> files = new ArrayList<>();
    Sources.golden()
        .forEach((path, source) -> files.add(JavaFileObjects.forSourceString(name(path), source)));
    Random random = new Random(1);
    for (int i = 0; i < 3; i++) {
      Collections.shuffle(files, random);
      Compilation compilation = Compile.onlyProcessing(files.toArray(JavaFileObject[]::new));
      Sources.goldenTraining()
          .forEach(
              (path, source) ->
                  assertThat(Compile.generated(compilation, name(path))).isEqualTo(source));
    }
  }

  /** Every JDK that lies beside this one. */
  static List<Path> jdks() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> beside = Files.list(own.getParent())) {
      List<Path> found = new ArrayList<>(List.of(own));
      for (Path home : beside.filter(at -> Files.isExecutable(at.resolve("bin/javac"))).toList()) {
        if (!found.contains(home.toRealPath())) {
          found.add(home.toRealPath());
        }
      }
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void dependsOnNoJdkLocaleOrTimeZone(Path jdk, @TempDir Path directory) throws Exception {
    Path sources = directory.resolve("sources");
    Path written = Files.createDirectories(directory.resolve("written"));
    Path output = directory.resolve("output.txt");
    Map<String, String> golden = Sources.golden();
    Sources.write(sources, golden);
    List<String> command =
        new ArrayList<>(
            List.of(
                jdk.resolve("bin/javac").toString(),
                "-J-Duser.language=ar",
                "-J-Duser.country=EG",
                "-J-Duser.variant=",
                "-J-Duser.extensions=u-nu-arab",
                "-J-Duser.timezone=Pacific/Kiritimati",
                "-J-Dfile.encoding=ISO-8859-1",
                "-J-Dline.separator=\r\n",
                "-encoding",
                "UTF-8",
                "-proc:only",
                "-cp",
                System.getProperty("java.class.path"),
                "-processor",
                TexpProcessor.class.getName(),
                "-d",
                written.toString()));
    golden.keySet().forEach(source -> command.add(sources.resolve(source).toString()));

    Process javac =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(javac.waitFor()).as(() -> Compile.read(output)).isZero();
    assertThat(Sources.read(written)).isEqualTo(Sources.goldenTraining());
  }

  private static String written(String annotations, String members) {
    Compilation compilation =
        Compile.onlyProcessing(
            Compile.source(
                "Net",
                "import org.deeplearning4j.nn.conf.*;",
                "import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;",
                "import org.texp4j.annotations.*;",
                "import org.texp4j.dl4j.DataRequest;",
                annotations + "class Net {" + members + "}"));
    assertThat(compilation).succeeded();
    return Compile.generated(compilation, "demo.NetTraining");
  }

  private static String shuffled(String lines, Random random) {
    List<String> all = Arrays.asList(lines.split("\n"));
    Collections.shuffle(all, random);
    return all.stream().collect(Collectors.joining("\n"));
  }

  private static String name(String path) {
    return path.replace(".java", "").replace('/', '.');
  }
}
