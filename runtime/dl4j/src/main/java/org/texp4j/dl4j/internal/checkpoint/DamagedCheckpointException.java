package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file is no intact checkpoint; names the file and says what is wrong with it. */
public sealed class DamagedCheckpointException extends IOException
    permits UnusableCheckpointException {

  private static final long serialVersionUID = 1;

  DamagedCheckpointException(Path file, String reason) {
    this(file + " is damaged: " + reason, (Throwable) null);
  }

  DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
