package org.texp4j.dl4j.checkpoint;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a run carries from one step to the next.
 *
 * @param facts what the run is, where it stands and what it has come to
 * @param parameters all parameters as one row, running statistics among them
 * @param velocities all velocities as one row
 * @param others what else there is in rows, by name
 */
public record Checkpoint(
    Facts facts, INDArray parameters, INDArray velocities, Map<String, INDArray> others) {

  /** The name of the fact that tells the step: the number of steps taken. */
  public static final String STEP = "step";

  /** The number of steps taken. */
  public long step() {
    return Long.parseLong(facts.require(STEP));
  }
}
