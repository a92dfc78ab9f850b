package org.texp4j.dl4j.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** Checkpoints as files: whole or refused. */
class CheckpointFileTest {

  private static final Facts FACTS = Facts.NONE.with("step", 12).with("name", "τ \"quoted\"\n");

  private static final INDArray MORE = Nd4j.createFromArray(1.5f, Float.MIN_VALUE, -0f);

  private static TrainingRun layers;
  private static TrainingRun graph;

  @TempDir private Path directory;

  @BeforeAll
  static void train() {
    Experiment.Builder tiny =
        onImages(constantRecipe(12, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS);
    layers = trained(tiny.multiLayerNetwork(base -> TinyExperiments.cnn(base, true)).build());
    graph =
        trained(
            onImages(constantRecipe(12, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
                .computationGraph(TinyExperiments::residual)
                .build());
  }

  private static TrainingRun trained(Experiment experiment) {
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    experiment.loop().train(run);
    return run;
  }

  private Path written(String name, TrainingRun run) throws IOException {
    Path file = directory.resolve(name);
    CheckpointFile.write(file, run.snapshot(), run.network().model(), FACTS);
    return file;
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Checkpoint read = CheckpointFile.read(written("a.ckpt", layers));

    assertThat(Bits.of(read.snapshot().parameters()))
        .isEqualTo(Bits.of(layers.state().parameters()));
    assertThat(Bits.of(read.snapshot().updaterState()))
        .isEqualTo(Bits.of(layers.state().velocities()));
    assertThat(read.facts().without("format")).isEqualTo(FACTS);
    assertThat(read.step()).isEqualTo(12);
  }

  @Test
  void theSameStateGivesTheSameBytes() throws IOException {
    assertThat(written("a.ckpt", layers)).hasSameBinaryContentAs(written("b.ckpt", layers));
  }

  @Test
  void plainDeeplearning4jLoadsIt() throws IOException {
    DataSet probe = DataSet.merge(TinyExperiments.images().subList(0, 8));
    File ofLayers = written("a.ckpt", layers).toFile();
    File ofGraph = written("b.ckpt", graph).toFile();

    var network = ModelSerializer.restoreMultiLayerNetwork(ofLayers, true);
    var vertices = ModelSerializer.restoreComputationGraph(ofGraph, true);

    assertLike(network, network.getUpdater().getStateViewArray(), layers);
    assertLike(vertices, vertices.getUpdater().getStateViewArray(), graph);
    assertThat(network.getIterationCount()).isEqualTo(12);
    // ND4J's equality, within 1e-5: programs and layers do not round alike.
    assertThat(network.output(probe.getFeatures()))
        .isEqualTo(layers.network().output(probe.getFeatures(), false));
    assertThat(Bits.of(ModelFile.load(ofLayers).output(probe.getFeatures(), false)))
        .isEqualTo(Bits.of(layers.network().output(probe.getFeatures(), false)));
  }

  private static void assertLike(Model model, INDArray velocities, TrainingRun run) {
    assertThat(Bits.of(model.params())).isEqualTo(Bits.of(run.state().parameters()));
    assertThat(Bits.of(velocities)).isEqualTo(Bits.of(run.state().velocities()));
  }

  @Test
  void anyByteThatChangesIsNoticed() throws IOException {
    byte[] whole = Files.readAllBytes(written("a.ckpt", layers));
    Path damaged = directory.resolve("damaged.ckpt");
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = whole.clone();
      // The last bytes are the digest itself; random positions would hardly meet them.
      int at = i < 100 ? bytes.length - 1 - i : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(damaged, bytes);

      assertThatThrownBy(() -> CheckpointFile.read(damaged))
          .as("byte %d of %d", at, bytes.length)
          .isInstanceOf(DamagedCheckpointException.class)
          .hasMessageStartingWith(damaged + " is damaged: ");
    }
  }

  @Test
  void aFileThatIsCutShortOrGoesOnIsNoticed() throws IOException {
    byte[] whole = Files.readAllBytes(written("a.ckpt", layers));
    Path damaged = directory.resolve("damaged.ckpt");
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      int length = i < 80 ? i : random.nextInt(whole.length);
      Files.write(damaged, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> CheckpointFile.read(damaged))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(DamagedCheckpointException.class);
    }
    Files.write(damaged, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> CheckpointFile.read(damaged))
        .isInstanceOf(DamagedCheckpointException.class);
  }

  @Test
  void theNewestIntactOneIsTakenAndTheDamagedOnesAreNamed() throws IOException {
    Checkpoints checkpoints = new Checkpoints(directory);
    for (long step : List.of(10L, 20L, 30L)) {
      CheckpointFile.write(
          checkpoints.file(step),
          layers.snapshot(),
          layers.network().model(),
          FACTS.with("step", step));
    }
    damage(checkpoints.file(30));
    Files.copy(checkpoints.file(10), checkpoints.file(40));
    List<Path> skipped = new ArrayList<>();

    Optional<Checkpoint> newest = checkpoints.newest(damaged -> skipped.add(damaged.file()));

    assertThat(newest).map(Checkpoint::step).contains(20L);
    assertThat(skipped)
        .as("a damaged one, and one that is another's copy")
        .containsExactly(checkpoints.file(40), checkpoints.file(30));
    damage(checkpoints.file(20));
    damage(checkpoints.file(10));
    assertThatThrownBy(() -> checkpoints.newest(damaged -> {}))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("it has no intact checkpoint")
        .hasMessageContaining(checkpoints.file(10).toString());
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
  }

  @Test
  void theLastOnesAndTheBestAreKept() throws IOException {
    Checkpoints checkpoints = new Checkpoints(directory);
    for (long step = 10; step <= 60; step += 10) {
      Files.createFile(checkpoints.file(step));
    }
    Files.createFile(directory.resolve("step-000000070.ckpt.writing"));

    checkpoints.prune(2, OptionalLong.of(30));

    assertThat(checkpoints.steps()).containsExactly(60L, 50L, 30L);
  }

  @Test
  void aWriteThatFailsLeavesTheOldFile() throws IOException {
    Path file = directory.resolve("file");
    SafeFile.write(file, "old");

    assertThatThrownBy(
            () ->
                SafeFile.write(
                    file,
                    path -> {
                      Files.writeString(path, "ne", StandardCharsets.UTF_8);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": No space left on device");
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".writing"));
  }
}
