package org.texp4j.dl4j.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Evaluations;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.RunSnapshot;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.ScaledDouble;

/** Checkpoints as files: whole or refused. */
class CheckpointFileTest {

  private static final Progress PROGRESS =
      Progress.NONE
          .afterStep(0.1, 16)
          .afterStep(1.0 / 3, 1)
          .afterEvaluation(Evaluations.accuracy(2.0 / 3), 12);

  private static final ClassAllowlist LIBRARIES = ClassAllowlist.ofLibraries();

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
    CheckpointFile.write(file, run, PROGRESS);
    return file;
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Checkpoint read = CheckpointFile.read(written("a.ckpt", layers));

    assertThat(Bits.of(read.snapshot().parameters()))
        .isEqualTo(Bits.of(layers.state().parameters()));
    assertThat(Bits.of(read.snapshot().updaterState()))
        .isEqualTo(Bits.of(layers.state().velocities()));
    assertThat(read.identity()).isEqualTo(layers.identity());
    assertThat(read.progress()).isEqualTo(PROGRESS);
    assertThat(read.snapshot().coordinates()).isEqualTo(layers.coordinates());
    assertThat(read.step()).isEqualTo(12);
  }

  @Test
  void numbersKeepTheirBits() {
    Coordinates coordinates =
        new Coordinates(new ScaledDouble(Math.nextDown(2), -1_234_567_890_123L), 1.0 / 3);
    RunSnapshot snapshot = snapshot(7, coordinates, Optional.of("cafe"));
    Progress progress =
        new Progress(
            Double.NaN,
            0.1 + 0.2,
            3,
            Map.of("mse", Double.NaN),
            OptionalDouble.of(Double.MIN_VALUE),
            OptionalLong.of(Long.MAX_VALUE),
            2);
    RunIdentity identity =
        new RunIdentity(
            "τ \"quoted\"\n",
            "c0ffee",
            Long.MIN_VALUE,
            "network",
            "data",
            RecipeForm.TEXP,
            DataType.DOUBLE,
            4,
            OptionalDouble.of(0.1),
            Optional.of("weights"));
    for (Checkpoint written :
        List.of(
            new Checkpoint(identity, snapshot, progress),
            new Checkpoint(layers.identity(), snapshot, Progress.NONE))) {
      JsonObject json = JsonObject.parse(CheckpointJson.write(written).toLines());

      assertThat(
              CheckpointJson.read(
                  json,
                  snapshot.parameters(),
                  snapshot.updaterState(),
                  CheckpointJson.arrays(snapshot)))
          .isEqualTo(written);
    }
  }

  private static RunSnapshot snapshot(
      long step, Coordinates coordinates, Optional<String> batches) {
    RunSnapshot taken = layers.snapshot();
    return new RunSnapshot(
        step,
        coordinates,
        taken.shift(),
        taken.parameters(),
        taken.updaterState(),
        taken.epochStart(),
        taken.average(),
        taken.recurrentState(),
        batches);
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
    assertThat(
            Bits.of(
                CheckpointFile.readNetwork(ofLayers.toPath(), LIBRARIES)
                    .output(probe.getFeatures(), false)))
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
      CheckpointFile.write(checkpoints.file(step), checkpoint(step), layers.network().model());
    }
    damage(checkpoints.file(30));
    Files.copy(checkpoints.file(10), checkpoints.file(40));
    List<Path> skipped = new ArrayList<>();

    Optional<Checkpoint> newest = checkpoints.newest(each -> {}, each -> skipped.add(each.file()));

    assertThat(newest).map(Checkpoint::step).contains(20L);
    assertThat(skipped)
        .as("a damaged one, and one that is another's copy")
        .containsExactly(checkpoints.file(40), checkpoints.file(30));
    damage(checkpoints.file(20));
    damage(checkpoints.file(10));
    assertThatThrownBy(() -> checkpoints.newest(each -> {}, each -> {}))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("it has no intact checkpoint")
        .hasMessageContaining(checkpoints.file(10).toString());
  }

  /** A checkpoint that says it is one of another step. */
  private static Checkpoint checkpoint(long step) {
    return new Checkpoint(
        layers.identity(), snapshot(step, layers.coordinates(), Optional.empty()), PROGRESS);
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
  }

  /** The first format: a flat object of strings. */
  private static final String FORMAT_1 = "{\"format\" : \"1\", \"step\" : \"30\"}";

  private static final String FORMAT_4 = "{\"format\" : 4, \"texp4j\" : \"9.9.0\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        FORMAT_1
            + " | 1 | continue this run with the older version that wrote it, or train again in"
            + " another directory",
        FORMAT_4 + " | 4 | use texp4j 9.9.0 or later"
      })
  void theFormatOfAnotherVersionIsRefusedButNotDamaged(String json, long format, String remedy)
      throws IOException {
    Checkpoints checkpoints = new Checkpoints(directory);
    CheckpointFile.write(checkpoints.file(20), checkpoint(20), layers.network().model());
    Path newest = checkpoints.file(30);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(newest))) {
      zip.setComment(Seal.PLACEHOLDER);
      zip.putNextEntry(new ZipEntry("texp4j.json"));
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    Seal.seal(newest);
    String message =
        newest
            + " has format "
            + format
            + ", but texp4j "
            + LibraryVersion.get()
            + " reads format 3: "
            + remedy;

    assertThatThrownBy(() -> checkpoints.newest(each -> {}, skipped -> fail(skipped.message())))
        .isInstanceOf(TrainingException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> CheckpointFile.readNetwork(newest, LIBRARIES))
        .isInstanceOf(TrainingException.class)
        .hasMessage(message);
    damage(newest);
    assertThat(checkpoints.newest(each -> {}, each -> {})).map(Checkpoint::step).contains(20L);
  }

  @Test
  void theLastOnesAndTheBestAreKept() throws IOException {
    Checkpoints checkpoints = new Checkpoints(directory);
    for (long step = 10; step <= 60; step += 10) {
      Files.createFile(checkpoints.file(step));
    }
    Files.createFile(directory.resolve("step-000000070.ckpt.writing"));

    checkpoints.prune(2, Set.of(30L));

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
