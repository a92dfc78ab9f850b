package org.texp4j.dl4j.internal.network;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Model files in Deeplearning4j's format: configuration, parameters and the state of the updater.
 * Deeplearning4j can load them if this library is on the class path.
 */
public final class ModelFile {

  private ModelFile() {}

  /**
   * Loads a network that {@link #save} or Deeplearning4j wrote.
   *
   * @throws IOException if the file cannot be read or is damaged
   */
  public static NetworkModel load(File file) throws IOException {
    return NetworkModel.of(
        holdsLayers(file)
            ? ModelSerializer.restoreMultiLayerNetwork(file, true)
            : ModelSerializer.restoreComputationGraph(file, true));
  }

  private static boolean holdsLayers(File file) throws IOException {
    try (ZipFile zip = new ZipFile(file)) {
      ZipEntry configuration = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (configuration == null) {
        throw new ZipException(file + " holds no " + ModelSerializer.CONFIGURATION_JSON);
      }
      if (zip.getEntry(ModelSerializer.PREPROCESSOR_BIN) != null) {
        throw new ZipException(file + " holds a serialized Java object, which is never read");
      }
      // Only a graph's configuration lists its vertices.
      String json =
          new String(zip.getInputStream(configuration).readAllBytes(), StandardCharsets.UTF_8);
      return !json.contains("\"vertexInputs\"");
    }
  }

  /** Writes a network. */
  public static void save(NetworkModel network, File file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(file))) {
      writeTo(zip, network.model());
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
