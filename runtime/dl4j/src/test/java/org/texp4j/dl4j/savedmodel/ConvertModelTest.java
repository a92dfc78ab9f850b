package org.texp4j.dl4j.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.schedules.ConvertedSgd;
import picocli.CommandLine;

/** The command that converts a saved model, here a graph. */
class ConvertModelTest {

  @TempDir private static Path directory;

  private static File model;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @BeforeAll
  static void save() throws Exception {
    model = saved("model.zip", new Nesterovs(0.05, 0.9));
  }

  private static File saved(String name, IUpdater updater) throws Exception {
    ComputationGraph network =
        new ComputationGraph(
            TinyExperiments.residual(
                new NeuralNetConfiguration.Builder().seed(1).updater(updater).l2(1e-3)));
    network.init();
    File file = directory.resolve(name).toFile();
    network.save(file);
    return file;
  }

  private int run(Object... arguments) {
    CommandLine line = ConvertModel.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(errors, true));
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = String.valueOf(arguments[i]);
    }
    return line.execute(texts);
  }

  @Test
  void writesTheConvertedModel() throws Exception {
    File converted = directory.resolve("converted.zip").toFile();

    int code = run(model, converted, "--steps", 1000, "--steps-per-epoch", 10);

    assertThat(code).isZero();
    assertThat(out.toString()).contains("from iteration 0", "new ScaleListener(schedule)");
    ComputationGraph network = ComputationGraph.load(converted, true);
    assertThat(network.getLayer("conv1").getConfig().getUpdaterByParam("W"))
        .isInstanceOf(ConvertedSgd.class);
    assertThat(network.getLayer("output").getConfig().getUpdaterByParam("W"))
        .isInstanceOf(Nesterovs.class);
  }

  @Test
  void saysWhatHasNoEquivalent() throws Exception {
    File adam = saved("adam.zip", new Adam(1e-3));

    int code = run(adam, directory.resolve("x.zip"), "--steps", 10, "--steps-per-epoch", 10);

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).startsWith("error: ").contains("@AdamW");
    assertThat(directory.resolve("x.zip")).doesNotExist();
  }

  @Test
  void refusesToOverwriteAndAsksForLengths() {
    assertThat(run(model, model, "--steps", 10, "--steps-per-epoch", 10)).isEqualTo(2);
    assertThat(errors.toString()).contains("already exists");
    assertThat(run(model, directory.resolve("y.zip"))).isEqualTo(2);
    assertThat(errors.toString()).contains("--steps");
    assertThat(run(model, directory.resolve("y.zip"), "--steps", 0, "--steps-per-epoch", 10))
        .isEqualTo(2);
    assertThat(errors.toString()).contains("at least 1");
  }
}
