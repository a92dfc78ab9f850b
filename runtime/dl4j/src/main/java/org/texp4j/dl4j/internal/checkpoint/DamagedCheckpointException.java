package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown where a file is no whole checkpoint; says which file and what is wrong with it. */
public final class DamagedCheckpointException extends IOException {

  private static final long serialVersionUID = 1;

  DamagedCheckpointException(Path file, String what) {
    super(file + " is damaged: " + what);
  }
}
