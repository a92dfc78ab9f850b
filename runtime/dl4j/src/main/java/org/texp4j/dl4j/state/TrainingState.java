package org.texp4j.dl4j.state;

import org.texp4j.schedule.Coordinates;

/** The state of a run. */
public final class TrainingState {
  private TrainingState() {}

  /** to. */
  public TrainingState toExponential(Coordinates coordinates) {
    return this;
  }

  /** from. */
  public TrainingState toWeightDecay(Coordinates coordinates) {
    return this;
  }
}
