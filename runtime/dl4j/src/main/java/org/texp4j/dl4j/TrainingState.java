package org.texp4j.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.Coordinates;

/**
 * A copy of the state that a run carries from step to step: parameters, including running
 * statistics, velocities, and the coordinates in which both are expressed.
 *
 * <p>AdamW has two moments m and n in place of the velocity v: where v is divided by P, m is
 * divided by P and n by P², and κ is 0.
 *
 * <p>Immutable: the mappings return new states. An exponential state may be stored scaled by a
 * power of two, weights · 2^−shift and velocities · 2^shift, which is bit-identically the same run;
 * so it stays in the range of its data type, however large P is.
 */
public interface TrainingState {

  /** All parameters as one row; a copy. */
  INDArray parameters();

  /**
   * All velocities as one row, in the order of the parameters; with AdamW all moments of the
   * gradient and then all of its square. A copy.
   */
  INDArray velocities();

  /** P and κ before the next step; 1 and 0 in a weight-decay run. */
  Coordinates coordinates();

  /** The exponent of the power of two by which an exponential state is scaled down. */
  long shift();

  /**
   * What recurrent layers carry to the next step, if it continues the sequences of the last, where
   * backpropagation through time is truncated: arrays with one row per example, by name. The same
   * in all forms. Empty at the start of a batch.
   */
  Map<String, INDArray> recurrentState();

  /**
   * Maps the state of a weight-decay run to that of the equivalent exponential run: θ̃ = Pθ and ṽ =
   * (v − κθ)/P on the converted tensors, running mean · P and running variance · P² behind them;
   * all else is the same in both runs.
   *
   * @param target P and κ before the next step
   * @throws IllegalArgumentException if this is an exponential state
   */
  TrainingState toExponential(Coordinates target);

  /**
   * Maps the state of an exponential run to that of the equivalent weight-decay run: θ = θ̃/P and v
   * = Pṽ + κθ̃/P on the converted tensors, running mean / P and running variance / P² behind them.
   *
   * @param source P and κ before the next step
   * @throws IllegalArgumentException if the state was taken at other coordinates: at another step,
   *     in another form of the recipe, or with data that give epochs of another length
   */
  TrainingState toWeightDecay(Coordinates source);

  /**
   * Returns this state with a multiple of the convertible weights added to their velocity: v ← v +
   * factor · θ.
   */
  TrainingState withWeightsAddedToVelocity(double factor);
}
