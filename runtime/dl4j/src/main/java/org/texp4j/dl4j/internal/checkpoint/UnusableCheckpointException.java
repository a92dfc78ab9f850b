package org.texp4j.dl4j.internal.checkpoint;

import java.nio.file.Path;

/**
 * Thrown if a file is as it was sealed, but is no checkpoint that this version writes, or does not
 * fit the run; names the file and says what is wrong with it.
 */
public final class UnusableCheckpointException extends DamagedCheckpointException {

  private static final long serialVersionUID = 1;

  UnusableCheckpointException(Path file, String reason) {
    super(file + " cannot be used: " + reason, (Throwable) null);
  }

  UnusableCheckpointException(Path file, Exception cause) {
    super(file + " cannot be used: " + reason(cause), cause);
  }

  private static String reason(Exception cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
