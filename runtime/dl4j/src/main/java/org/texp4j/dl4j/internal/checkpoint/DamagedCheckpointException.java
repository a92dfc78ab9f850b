package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file is no intact checkpoint; names the file and says what is wrong with it. */
public final class DamagedCheckpointException extends IOException {

  private static final long serialVersionUID = 1;

  DamagedCheckpointException(Path file, String reason) {
    super(file + " is damaged: " + reason);
  }
}
