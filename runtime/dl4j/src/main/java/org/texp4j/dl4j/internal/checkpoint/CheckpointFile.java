package org.texp4j.dl4j.internal.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
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
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.train.RunSnapshot;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * A checkpoint as a file: a model file of Deeplearning4j with two things added.
 *
 * <p>One are the entry {@code texp4j.json}, the {@link Facts} of the checkpoint, and an entry
 * {@code NAME.row} for each further array. The other is the comment of the zip file, its last 71
 * bytes: {@code sha256=} and the digest, in 64 hex digits, of all bytes before those digits. So no
 * byte can change without being noticed, Deeplearning4j's {@code ModelSerializer} loads the model,
 * and the same state gives the same file.
 *
 * <p>Nothing is read before the digest is found right, and no Java object is ever deserialized.
 */
public final class CheckpointFile {

  static final String FACTS = "texp4j.json";

  private static final String ROW = ".row";

  private static final String FORMAT = "format";
  private static final String THIS_FORMAT = "1";
  private static final int DIGITS = 64;
  private static final String COMMENT = "sha256=";

  private CheckpointFile() {}

  /**
   * Writes a checkpoint of a run as it stands now.
   *
   * @param more what else there is to know
   * @throws java.nio.file.FileSystemException if the file cannot be written
   */
  public static void write(Path file, TrainingRun run, Facts more) throws IOException {
    write(
        file, run.snapshot(), run.network().model(), CheckpointFacts.of(run.identity()).with(more));
  }

  static void write(Path file, RunSnapshot snapshot, Model model, Facts more) throws IOException {
    Facts facts = CheckpointFacts.of(snapshot).with(more).with(FORMAT, THIS_FORMAT);
    SafeFile.write(
        file,
        path -> {
          writeZip(path, facts, model, CheckpointFacts.arrays(snapshot));
          seal(path);
        });
  }

  private static void writeZip(Path path, Facts facts, Model model, Map<String, INDArray> others)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      // Weights hardly shrink, and packing them would take longer than a step.
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.setComment(COMMENT + "0".repeat(DIGITS));
      zip.putNextEntry(ModelFile.entry(FACTS));
      zip.write(facts.toJson().getBytes(StandardCharsets.UTF_8));
      ModelFile.writeTo(zip, model);
      for (Map.Entry<String, INDArray> other : others.entrySet()) {
        // In a row the order means nothing, but it is written with it.
        ModelFile.write(other.getValue().dup('c'), other.getKey() + ROW, zip);
      }
    }
  }

  private static void seal(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long sealed = channel.size() - DIGITS;
      byte[] digits = digest(channel, sealed).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(digits), sealed);
    }
  }

  /** The digest of the first bytes of a file. */
  private static String digest(FileChannel channel, long length) throws IOException {
    MessageDigest digest = Sha256.start();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    channel.position(0);
    for (long left = length; left > 0; left -= buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A read may give less than is asked for.
      }
      digest.update(buffer.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Reads a checkpoint.
   *
   * @throws DamagedCheckpointException if the file is not as it was written
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    requireIntact(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Facts facts = facts(zip);
      String format = facts.require(FORMAT);
      if (!format.equals(THIS_FORMAT)) {
        throw new DamagedCheckpointException(
            file, "it has format " + format + ", but this version reads " + THIS_FORMAT);
      }
      return new Checkpoint(
          facts,
          CheckpointFacts.snapshot(
              facts,
              array(zip, ModelSerializer.COEFFICIENTS_BIN),
              array(zip, ModelSerializer.UPDATER_BIN),
              others(zip)));
    } catch (DamagedCheckpointException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedCheckpointException(file, e.getMessage());
    }
  }

  /**
   * Tests that a file is one that {@link #write} wrote, byte for byte.
   *
   * @throws DamagedCheckpointException if it is not
   */
  public static void requireIntact(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long sealed = channel.size() - DIGITS;
      if (sealed < 0) {
        throw new DamagedCheckpointException(file, "it has only " + channel.size() + " bytes");
      }
      String found = digest(channel, sealed);
      ByteBuffer digits = ByteBuffer.allocate(DIGITS);
      channel.position(sealed);
      while (digits.hasRemaining() && channel.read(digits) >= 0) {
        // A read may give less than is asked for.
      }
      if (!found.equals(new String(digits.array(), StandardCharsets.ISO_8859_1))) {
        throw new DamagedCheckpointException(file, "its content does not have its digest");
      }
    }
  }

  private static Facts facts(ZipFile zip) throws IOException {
    try (InputStream in = open(zip, FACTS)) {
      return Facts.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
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
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(zip, name)))) {
      INDArray array = Nd4j.read(in);
      return array.reshape(array.length());
    }
  }

  private static InputStream open(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("it has no " + name);
    }
    return zip.getInputStream(entry);
  }
}
