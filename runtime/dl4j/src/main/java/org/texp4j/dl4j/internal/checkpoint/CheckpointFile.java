package org.texp4j.dl4j.internal.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * A checkpoint as a file: a model file of Deeplearning4j with two things added.
 *
 * <p>One are the entry {@code texp4j.json}, as {@link CheckpointJson} spells it, and an entry
 * {@code NAME.row} for each further array. The other is a {@link Seal}. Deeplearning4j's {@code
 * ModelSerializer} loads the model, and the same state gives the same file.
 *
 * <p>Nothing is read before the seal is found intact, and no Java object is ever deserialized.
 */
public final class CheckpointFile {

  private static final String JSON = "texp4j.json";
  private static final String ROW = ".row";

  private CheckpointFile() {}

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
   * @throws TrainingException if it has the format of another version
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    return open(
        file,
        (zip, json) ->
            CheckpointJson.read(
                json,
                array(zip, ModelSerializer.COEFFICIENTS_BIN),
                array(zip, ModelSerializer.UPDATER_BIN),
                others(zip)));
  }

  /**
   * Tests that a file is one that {@link #write} of this version wrote, byte for byte, and returns
   * the run it is of.
   *
   * @throws DamagedCheckpointException if the file is not as it was written
   * @throws TrainingException if it has the format of another version
   * @throws IOException if it cannot be read
   */
  public static RunIdentity readIdentity(Path file) throws IOException {
    return open(file, (zip, json) -> CheckpointJson.identity(json));
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(ZipFile zip, JsonObject json) throws IOException;
  }

  private static <T> T open(Path file, Reader<T> reader) throws IOException {
    Seal.requireIntact(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonObject json = json(zip);
      FileFormat.require(file, json);
      return reader.read(zip, json);
    } catch (TrainingException | FileSystemException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedCheckpointException(file, e.getMessage());
    }
  }

  private static JsonObject json(ZipFile zip) throws IOException {
    try (InputStream in = entry(zip, JSON)) {
      return JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Map<String, INDArray> others(ZipFile zip) throws IOException {
    Map<String, INDArray> others = new TreeMap<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (name.endsWith(ROW)) {
        others.put(name.substring(0, name.length() - ROW.length()), array(zip, name));
      }
    }
    return others;
  }

  private static INDArray array(ZipFile zip, String name) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(entry(zip, name)))) {
      INDArray array = Nd4j.read(in);
      return array.reshape(array.length());
    }
  }

  private static InputStream entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("it has no " + name);
    }
    return zip.getInputStream(entry);
  }
}
