package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Checkpoints;
import org.texp4j.dl4j.internal.checkpoint.DamagedCheckpointException;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;

/**
 * Going back to an older checkpoint of a run: later files are renamed to end in {@code .undone},
 * and nothing is deleted.
 */
final class Rollback {

  private static final String UNDONE = ".undone";

  private Rollback() {}

  /**
   * Puts aside the files that a run wrote after a step, newest first: wherever this is interrupted,
   * the directory holds a run that can be resumed.
   */
  static void to(long step, RunDirectory directory) throws IOException {
    if (Files.exists(directory.metricsPath())) {
      // Its end is cut off when the run is resumed.
      SafeFile.copy(directory.metricsPath(), Path.of(directory.metricsPath() + UNDONE));
    }
    Checkpoints checkpoints = directory.checkpoints();
    for (long later : checkpoints.steps()) {
      if (later > step) {
        SafeFile.putAside(checkpoints.file(later), UNDONE);
      }
    }
    for (Path model : List.of(directory.model(), directory.averageModel(), directory.bestModel())) {
      if (Files.exists(model) && isLater(model, step)) {
        SafeFile.putAside(model, UNDONE);
      }
    }
  }

  private static boolean isLater(Path model, long step) throws IOException {
    try {
      return CheckpointFile.read(model).step() > step;
    } catch (DamagedCheckpointException e) {
      return true;
    }
  }

  /** Keeps a copy of the checkpoint of a step, which is about to be overwritten. */
  static void keep(long step, RunDirectory directory) throws IOException {
    Path file = directory.checkpoints().file(step);
    SafeFile.copy(file, Path.of(file + UNDONE));
  }
}
