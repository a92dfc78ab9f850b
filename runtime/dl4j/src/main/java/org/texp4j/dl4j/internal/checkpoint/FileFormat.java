package org.texp4j.dl4j.internal.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.json.JsonObject;

/**
 * The format in which this version of texp4j writes checkpoints, models and manifests, the only one
 * that it reads.
 *
 * <p>Format 1 was a flat object of strings. The models of formats 1 and 2 name classes that are
 * gone.
 */
public final class FileFormat {

  private static final String FORMAT = "format";
  private static final String WRITER = "texp4j";
  private static final long THIS = 3;

  private FileFormat() {}

  /** Begins an object in this format. */
  public static JsonObject begin() {
    return new JsonObject().put(FORMAT, THIS).put(WRITER, LibraryVersion.get());
  }

  /**
   * Refuses an object in another format.
   *
   * @param file where it was read, for the message
   * @throws TrainingException if it has another format; says which version reads it
   */
  public static void require(Path file, JsonObject json) {
    // The first manifests did not name their format, and the first checkpoints named it as a
    // string.
    String format = Optional.ofNullable(json.flat().get(FORMAT)).orElse("1");
    if (format.equals(String.valueOf(THIS))) {
      return;
    }
    String reads = ", but texp4j " + LibraryVersion.get() + " reads format " + THIS + ": ";
    throw new TrainingException(
        file
            + " has format "
            + format
            + reads
            + (isOlder(format)
                ? "continue this run with the older version that wrote it, or train again in"
                    + " another directory"
                : "use texp4j "
                    + Optional.ofNullable(json.flat().get(WRITER)).orElse("of that format")
                    + " or later"));
  }

  /**
   * Blames the version for an object in this format that cannot be read, if another wrote it.
   *
   * @param file where it was read, for the message
   * @param failure why it cannot be read
   * @throws TrainingException if another version wrote it; names the version
   */
  public static void requireThisVersion(Path file, JsonObject json, Exception failure) {
    String writer = json.flat().get(WRITER);
    if (writer != null && !writer.equals(LibraryVersion.get())) {
      throw new TrainingException(
          file
              + " was written by texp4j "
              + writer
              + ", and texp4j "
              + LibraryVersion.get()
              + " cannot read it ("
              + failure.getMessage()
              + "): use texp4j "
              + writer,
          failure);
    }
  }

  private static boolean isOlder(String format) {
    return format.matches("[0-9]{1,9}") && Integer.parseInt(format) < THIS;
  }
}
