package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Checkpoints;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * Writes the models of a run into its directory: checkpoints, the best model, the last one and the
 * average. A file that cannot be written is an {@link UncheckedIOException}.
 *
 * <p>Not safe for use by several threads.
 */
final class ModelWriter {

  private final TrainingRun run;
  private final RunDirectory directory;
  private OptionalLong checkpointed = OptionalLong.empty();

  ModelWriter(TrainingRun run, RunDirectory directory) {
    this.run = run;
    this.directory = directory;
  }

  /** The step of the last checkpoint; empty before the first. */
  OptionalLong checkpointed() {
    return checkpointed;
  }

  /** Takes the file of this step, from which the run was restored, for its last checkpoint. */
  void restored() {
    checkpointed = OptionalLong.of(run.step());
  }

  /**
   * Writes the checkpoint of this step, unless that was the last one written.
   *
   * @param kept how many of the newest checkpoints to keep
   */
  void writeCheckpoint(Progress progress, long kept) {
    if (checkpointed.isPresent() && checkpointed.getAsLong() == run.step()) {
      return;
    }
    overwriteCheckpoint(progress);
    Checkpoints checkpoints = directory.checkpoints();
    unchecked(() -> checkpoints.prune(kept, progress.bestStep()));
  }

  /** Writes the checkpoint of this step, even if it was the last one written. */
  void overwriteCheckpoint(Progress progress) {
    Path file = directory.checkpoints().file(run.step());
    unchecked(() -> CheckpointFile.write(file, run, progress));
    checkpointed = OptionalLong.of(run.step());
  }

  /** Writes the best model, which is that of this step. */
  void writeBest(Progress progress) {
    if (run.keepsAverage()) {
      writeAverage(directory.bestModel(), progress);
    } else {
      unchecked(
          () -> SafeFile.copy(directory.checkpoints().file(run.step()), directory.bestModel()));
    }
  }

  /**
   * Writes the best model if it is missing, as where a run was killed or has gone back.
   *
   * @return whether there is a best model now: that of another step exists only in its checkpoint,
   *     and not even there if it is an average
   */
  boolean restoreBest(Progress progress, long step) {
    if (step == run.step()) {
      writeBest(progress);
      return true;
    }
    Path checkpoint = directory.checkpoints().file(step);
    if (!Files.exists(directory.bestModel()) && !run.keepsAverage() && Files.exists(checkpoint)) {
      unchecked(() -> SafeFile.copy(checkpoint, directory.bestModel()));
    }
    return Files.exists(directory.bestModel());
  }

  /** Writes the model of this step, which has a checkpoint, as the last one; and the average. */
  void writeLast(Progress progress) {
    unchecked(() -> SafeFile.copy(directory.checkpoints().file(run.step()), directory.model()));
    if (run.keepsAverage()) {
      writeAverage(directory.averageModel(), progress);
    }
  }

  private void writeAverage(Path file, Progress progress) {
    run.withAverage(() -> unchecked(() -> CheckpointFile.write(file, run, progress)));
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
