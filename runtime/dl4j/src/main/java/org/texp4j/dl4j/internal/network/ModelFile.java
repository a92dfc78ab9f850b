package org.texp4j.dl4j.internal.network;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.internal.archive.StoredArray;
import org.texp4j.dl4j.internal.archive.ZipArchive;

/**
 * Model files in Deeplearning4j's format: configuration, parameters and the state of the updater.
 * Deeplearning4j can load them if this library is on the class path.
 */
public final class ModelFile {

  private ModelFile() {}

  /** The entries of a model file. */
  private static final Set<String> ENTRIES =
      Set.of(
          ModelSerializer.CONFIGURATION_JSON,
          ModelSerializer.COEFFICIENTS_BIN,
          ModelSerializer.UPDATER_BIN,
          ModelSerializer.NORMALIZER_BIN);

  private static final int LONGEST_CONFIGURATION = 1 << 26;
  private static final int LONGEST_NORMALIZER = 1 << 26;

  /**
   * Loads a network that {@link #save} or Deeplearning4j wrote, with the state of its updater.
   *
   * @param allowed the classes that its configuration may name
   * @throws IOException if the file cannot be read, or is no such file; names the file
   */
  public static NetworkModel load(Path file, ClassAllowlist allowed) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      archive.requireOnly(ENTRIES);
      return read(archive, allowed, true);
    } catch (ZipException e) {
      throw (IOException) new ZipException(file + ": " + e.getMessage()).initCause(e);
    }
  }

  /**
   * Loads a network that Deeplearning4j or a run wrote, without the state of its updater.
   *
   * @param allowed the classes that its configuration may name
   * @throws IOException if the file cannot be read, or is no such file; names the file
   */
  public static NetworkModel loadWeights(Path file, ClassAllowlist allowed) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      return read(archive, allowed, false);
    } catch (ZipException e) {
      throw (IOException) new ZipException(file + ": " + e.getMessage()).initCause(e);
    }
  }

  /** Whether a model file has the state of an updater. */
  public static boolean hasUpdaterState(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      return archive.names().contains(ModelSerializer.UPDATER_BIN);
    }
  }

  /**
   * Reads the network of a model file.
   *
   * <p>Nothing of the archive reaches Deeplearning4j but the configuration, with the names of its
   * classes checked, and arrays, which are compared with the configured network before memory is
   * allocated for them. No Java object is deserialized, and a normalizer is not read.
   *
   * @param allowed the classes that its configuration may name
   * @param withUpdater whether to read the state of the updater too
   * @throws ZipException if the archive holds no network; says why
   */
  public static NetworkModel read(ZipArchive archive, ClassAllowlist allowed, boolean withUpdater)
      throws IOException {
    byte[] json = archive.bytes(ModelSerializer.CONFIGURATION_JSON, LONGEST_CONFIGURATION);
    try {
      NetworkDescription description =
          ConfigurationJson.read(new String(json, StandardCharsets.UTF_8), allowed);
      INDArray parameters =
          StoredArray.describe(archive, ModelSerializer.COEFFICIENTS_BIN)
              .require(description.dataType(), description.parameterCount(), "the network")
              .read();
      NetworkModel network = description.build(parameters);
      if (withUpdater && archive.names().contains(ModelSerializer.UPDATER_BIN)) {
        readUpdater(archive, network);
      }
      return network;
    } catch (IOException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      // Deeplearning4j may fail in any way on a configuration that makes no sense.
      throw (IOException) new ZipException(reason(e)).initCause(e);
    }
  }

  private static void readUpdater(ZipArchive archive, NetworkModel network) throws IOException {
    INDArray state = network.updater().getStateViewArray();
    if (state == null) {
      throw new ZipException("it has the state of an updater, but its updaters have none");
    }
    state.assign(
        StoredArray.describe(archive, ModelSerializer.UPDATER_BIN)
            .require(state.dataType(), state.length(), "its updater")
            .read()
            .reshape(state.shape()));
  }

  private static String reason(Throwable failure) {
    return failure instanceof IllegalArgumentException && failure.getMessage() != null
        ? failure.getMessage()
        : "its network cannot be built: " + failure;
  }

  /**
   * Reads the normalizer of a model file, as bytes that are not understood.
   *
   * @return the bytes; empty if it has none
   */
  public static Optional<byte[]> normalizer(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      return archive.names().contains(ModelSerializer.NORMALIZER_BIN)
          ? Optional.of(archive.bytes(ModelSerializer.NORMALIZER_BIN, LONGEST_NORMALIZER))
          : Optional.empty();
    }
  }

  /**
   * Writes a network.
   *
   * @param normalizer the normalizer of its data, as Deeplearning4j wrote it
   */
  public static void save(NetworkModel network, Optional<byte[]> normalizer, Path file)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      writeTo(zip, network.model());
      if (normalizer.isPresent()) {
        zip.putNextEntry(entry(ModelSerializer.NORMALIZER_BIN));
        zip.write(normalizer.get());
      }
    }
  }

  /**
   * Writes the entries of one of Deeplearning4j's model files.
   *
   * @throws IllegalArgumentException if the model is neither of Deeplearning4j's two kinds
   */
  public static void writeTo(ZipOutputStream zip, Model model) throws IOException {
    Deeplearning4jNetwork network = Deeplearning4jNetwork.of(model);
    zip.putNextEntry(entry(ModelSerializer.CONFIGURATION_JSON));
    zip.write(network.toJson().getBytes(StandardCharsets.UTF_8));
    write(model.params(), ModelSerializer.COEFFICIENTS_BIN, zip);
    write(network.updater().getStateViewArray(), ModelSerializer.UPDATER_BIN, zip);
  }

  /** Writes an array as an entry of a model file. */
  public static void write(INDArray array, String name, ZipOutputStream zip) throws IOException {
    zip.putNextEntry(entry(name));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip));
    Nd4j.write(array, out);
    out.flush();
  }

  /** An entry of a model file, with a fixed time, so that equal models give equal files. */
  public static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    return entry;
  }
}
