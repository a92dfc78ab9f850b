package org.texp4j.dl4j.train;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.ScaledDouble;

/**
 * All that a run carries from one step to the next, as a checkpoint holds it: from it the run
 * resumes bit-identically.
 *
 * @param step the number of steps taken
 * @param coordinates P and κ before the next step
 * @param shift the power of two by which the state is held below its scale
 * @param parameters all parameters as one row, running statistics among them
 * @param updaterState the velocities or moments as one row, in the order of Deeplearning4j's
 *     updater
 * @param epochStart the direction of the converted weights at the start of the present epoch; empty
 *     at that start itself, and if it is not known
 * @param average the moving average of the parameters, at the scale of the state; empty if the run
 *     keeps none
 * @param recurrentState what recurrent layers carry to the next step, as in a {@link
 *     org.texp4j.dl4j.TrainingState}
 * @param batches the checksum of the batches of the present epoch; empty if they were not read
 */
public record RunSnapshot(
    long step,
    Coordinates coordinates,
    long shift,
    INDArray parameters,
    INDArray updaterState,
    Optional<INDArray> epochStart,
    Optional<INDArray> average,
    Map<String, INDArray> recurrentState,
    Optional<String> batches) {

  /** The scale at which the arrays are held: P without the power of two taken out of it. */
  ScaledDouble heldScale() {
    return coordinates.scale().shifted(-shift);
  }
}
