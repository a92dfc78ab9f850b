package org.texp4j.dl4j.internal.checkpoint;

import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.RunSnapshot;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * All that a run carries from one step to the next, and which run it is.
 *
 * @param identity which run it is
 * @param snapshot its state
 * @param progress its losses and accuracies
 */
public record Checkpoint(RunIdentity identity, RunSnapshot snapshot, Progress progress) {

  /** The checkpoint of a run before its next step. */
  static Checkpoint of(TrainingRun run, Progress progress) {
    return new Checkpoint(run.identity(), run.snapshot(), progress);
  }

  /** The number of steps taken. */
  public long step() {
    return snapshot.step();
  }
}
