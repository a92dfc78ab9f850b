package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Checkpoints;
import org.texp4j.dl4j.internal.checkpoint.DamagedCheckpointException;
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

  /** Read by the thread that ends the process. */
  private volatile OptionalLong checkpointed = OptionalLong.empty();

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
   * Writes the checkpoint of this step, in place of one of this step, and deletes older ones.
   *
   * @param kept how many of the newest checkpoints to keep, besides the best
   */
  void writeCheckpoint(Progress progress, long kept) {
    overwriteCheckpoint(progress);
    Checkpoints checkpoints = directory.checkpoints();
    unchecked(() -> checkpoints.prune(kept, keptFor(progress)));
  }

  /**
   * The steps of the best checkpoint and, if the data may repeat whole epochs only, of one such.
   */
  private Set<Long> keptFor(Progress progress) throws IOException {
    Set<Long> steps = new HashSet<>();
    progress.bestStep().ifPresent(steps::add);
    if (!run.repeatsEpochs()) {
      directory.checkpoints().steps().stream()
          .filter(step -> step % run.stepsPerEpoch() == 0)
          .findFirst()
          .ifPresent(steps::add);
    }
    return steps;
  }

  /** Writes the checkpoint of this step, in place of one of this step. */
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
   * Makes the model of a step the best model, where a run was killed, has gone back or had a limit.
   *
   * @return whether there is a best model of that step now: that of another step exists only in its
   *     checkpoint, and not even there if it is an average
   */
  boolean restoreBest(Progress progress, long step) throws IOException {
    if (step == run.step()) {
      writeBest(progress);
      return true;
    }
    if (isBestOf(step)) {
      return true;
    }
    Path checkpoint = directory.checkpoints().file(step);
    if (run.keepsAverage() || !Files.exists(checkpoint)) {
      return false;
    }
    unchecked(() -> SafeFile.copy(checkpoint, directory.bestModel()));
    return true;
  }

  private boolean isBestOf(long step) throws IOException {
    try {
      return Files.exists(directory.bestModel())
          && CheckpointFile.read(directory.bestModel()).step() == step;
    } catch (DamagedCheckpointException e) {
      return false;
    }
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
