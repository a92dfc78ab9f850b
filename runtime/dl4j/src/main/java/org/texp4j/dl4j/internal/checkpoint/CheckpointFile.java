package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.archive.StoredArray;
import org.texp4j.dl4j.internal.archive.ZipArchive;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * A checkpoint as a file: a model file of Deeplearning4j with two things added.
 *
 * <p>One are the entry {@code texp4j.json}, as {@link CheckpointJson} spells it, and an entry
 * {@code NAME.row} for each further array. The other is a {@link Seal}. Deeplearning4j's {@code
 * ModelSerializer} loads the model, and the same state gives the same file.
 *
 * <p>The seal shows damage, and not who wrote the file: anyone can seal. So everything in it is
 * checked as {@link ZipArchive}, {@link StoredArray} and {@link ModelFile} say, and no Java object
 * is ever deserialized.
 */
public final class CheckpointFile {

  private static final String JSON = "texp4j.json";
  private static final String ROW = ".row";
  private static final int LONGEST_JSON = 1 << 20;

  private static final Set<String> ENTRIES = entries();

  private CheckpointFile() {}

  private static Set<String> entries() {
    Set<String> entries =
        new HashSet<>(
            Set.of(
                JSON,
                ModelSerializer.CONFIGURATION_JSON,
                ModelSerializer.COEFFICIENTS_BIN,
                ModelSerializer.UPDATER_BIN));
    CheckpointJson.ARRAYS.forEach(name -> entries.add(name + ROW));
    return Set.copyOf(entries);
  }

  /**
   * Writes a checkpoint of a run before its next step.
   *
   * @throws java.nio.file.FileSystemException if the file cannot be written
   */
  public static void write(Path file, TrainingRun run, Progress progress) throws IOException {
    write(file, Checkpoint.of(run, progress), run.network().model());
  }

  static void write(Path file, Checkpoint checkpoint, Model model) throws IOException {
    SafeFile.write(
        file,
        path -> {
          writeZip(
              path,
              CheckpointJson.write(checkpoint),
              model,
              CheckpointJson.arrays(checkpoint.snapshot()));
          Seal.seal(path);
        });
  }

  private static void writeZip(
      Path path, JsonObject json, Model model, Map<String, INDArray> others) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      // Weights hardly shrink, and packing them would take longer than a step.
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.setComment(Seal.PLACEHOLDER);
      zip.putNextEntry(ModelFile.entry(JSON));
      zip.write(json.toLines().getBytes(StandardCharsets.UTF_8));
      ModelFile.writeTo(zip, model);
      for (Map.Entry<String, INDArray> other : others.entrySet()) {
        // In a row the order means nothing, but it is written with it.
        ModelFile.write(other.getValue().dup('c'), other.getKey() + ROW, zip);
      }
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws DamagedCheckpointException if the file is not as it was written
   * @throws UnusableCheckpointException if it is, but no checkpoint can be read from it
   * @throws TrainingException if it was written by another version that this one cannot read
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    return open(
        file,
        (archive, json) ->
            CheckpointJson.read(
                json,
                finite(archive, ModelSerializer.COEFFICIENTS_BIN),
                array(archive, ModelSerializer.UPDATER_BIN).read(),
                others(archive)));
  }

  /**
   * Reads which run a checkpoint is of.
   *
   * @throws DamagedCheckpointException if the file is not as it was written
   * @throws UnusableCheckpointException if it is, but no checkpoint can be read from it
   * @throws TrainingException if it was written by another version that this one cannot read
   * @throws IOException if it cannot be read
   */
  public static RunIdentity readIdentity(Path file) throws IOException {
    return open(file, (archive, json) -> CheckpointJson.identity(json));
  }

  /**
   * Reads the network of a checkpoint, without the state of its updater.
   *
   * @param allowed the classes that its configuration may name
   * @throws DamagedCheckpointException if the file is not as it was written
   * @throws UnusableCheckpointException if it is, but no network can be read from it
   * @throws TrainingException if it was written by another version that this one cannot read
   * @throws IOException if it cannot be read
   */
  public static NetworkModel readNetwork(Path file, ClassAllowlist allowed) throws IOException {
    return open(file, (archive, json) -> ModelFile.read(archive, allowed, false));
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(ZipArchive archive, JsonObject json) throws IOException;
  }

  private static <T> T open(Path file, Reader<T> reader) throws IOException {
    Seal.requireIntact(file);
    try (ZipArchive archive = ZipArchive.open(file)) {
      JsonObject json =
          JsonObject.parse(new String(archive.bytes(JSON, LONGEST_JSON), StandardCharsets.UTF_8));
      FileFormat.require(file, json);
      try {
        archive.requireOnly(ENTRIES);
        return reader.read(archive, json);
      } catch (ZipException | RuntimeException e) {
        FileFormat.requireThisVersion(file, json, e);
        throw e;
      }
    } catch (TrainingException e) {
      throw e;
    } catch (ZipException | RuntimeException e) {
      throw new UnusableCheckpointException(file, e);
    }
  }

  private static Map<String, INDArray> others(ZipArchive archive) throws IOException {
    Map<String, INDArray> others = new TreeMap<>();
    for (String name : archive.names()) {
      if (name.endsWith(ROW)) {
        others.put(name.substring(0, name.length() - ROW.length()), finite(archive, name));
      }
    }
    return others;
  }

  /** Reads an array that is finite in every run; a state of an updater need not be. */
  private static INDArray finite(ZipArchive archive, String name) throws IOException {
    INDArray array = array(archive, name).read();
    if (!Double.isFinite(array.amaxNumber().doubleValue())) {
      throw new ZipException(name + " has an infinite element");
    }
    return array;
  }

  /** An array that takes as much of the file as of memory. */
  private static StoredArray array(ZipArchive archive, String name) throws IOException {
    if (!archive.isUncompressed(name)) {
      throw new ZipException(name + " is compressed, as in no checkpoint");
    }
    return StoredArray.describe(archive, name);
  }
}
