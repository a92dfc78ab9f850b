package org.texp4j.dl4j.internal.checkpoint;

import java.nio.file.Path;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.json.JsonObject;

/**
 * The format in which this version of texp4j writes checkpoints, models and manifests, the only one
 * that it reads.
 *
 * <p>Format 1 was a flat object of strings, and its models name classes that have moved since.
 */
public final class FileFormat {

  private static final String FORMAT = "format";
  private static final String WRITER = "texp4j";
  private static final long THIS = 2;

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
   * @throws IllegalArgumentException if its format is no number
   */
  public static void require(Path file, JsonObject json) {
    // The first manifests did not name their format, and the first checkpoints named it as a
    // string.
    long format = json.optional(FORMAT, name -> Long.parseLong(json.flat().get(name))).orElse(1L);
    if (format == THIS) {
      return;
    }
    String reads = ", but texp4j " + LibraryVersion.get() + " reads format " + THIS + ": ";
    throw new TrainingException(
        file
            + " has format "
            + format
            + reads
            + (format < THIS
                ? "continue this run with the older version that wrote it, or train again in"
                    + " another directory"
                : "use texp4j "
                    + json.optional(WRITER, json::text).orElse("of that format")
                    + " or later"));
  }
}
