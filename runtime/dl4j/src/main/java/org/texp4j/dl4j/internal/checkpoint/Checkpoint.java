package org.texp4j.dl4j.internal.checkpoint;

import org.texp4j.dl4j.train.RunSnapshot;

/**
 * All that a run carries from one step to the next, and what the run is.
 *
 * @param facts what the run is, where it stands and what it has come to
 * @param snapshot its state
 */
public record Checkpoint(Facts facts, RunSnapshot snapshot) {

  /** The number of steps taken. */
  public long step() {
    return snapshot.step();
  }
}
