package org.texp4j.dl4j.internal.state;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.schedule.ScaledDouble;

/**
 * The exponential moving average a ← βa + (1 − β)θ of all parameters of a run, including running
 * statistics.
 *
 * <p>In an exponential run it is held at the scale of the parameters, ã = Pa, so a step is ã ←
 * β(P'/P)ã + (1 − β)θ̃, with the powers of P'/P by which biases and running statistics scale. Thus
 * it is the average of the declared run, mapped as the parameters are. It has no effect on the run.
 * Not safe for use by several threads.
 */
public final class MovingAverage {

  private final NetworkState state;
  private final double decay;

  private INDArray values;
  private ScaledDouble scale;

  /**
   * Starts an average at the current parameters.
   *
   * @param decay β, greater than 0 and less than 1
   * @throws IllegalArgumentException if β is outside this range
   */
  public MovingAverage(NetworkState state, double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "the decay of an average must be greater than 0 and less than 1, not " + decay);
    }
    this.state = state;
    this.decay = decay;
    restart();
  }

  /** Restarts at the current parameters. */
  public void restart() {
    set(state.parameters().dup(), state.heldScale());
  }

  /** Continues from a given average, held at a given scale; takes ownership of the array. */
  public void set(INDArray average, ScaledDouble heldScale) {
    values = average;
    scale = heldScale;
  }

  /** Continues from the average of another run at the same step, in any form. */
  public void takeOver(MovingAverage other) {
    values = other.values.dup();
    scale = other.scale;
  }

  /** Adds the current parameters, after a step. */
  public void update() {
    matchScale();
    values.muli(decay);
    Nd4j.exec(new Axpy(state.parameters(), values, values, 1 - decay));
  }

  /** The average at the current scale of the parameters; a copy. */
  public INDArray values() {
    matchScale();
    return values.dup();
  }

  /** Runs some work while the network holds the average in place of its parameters. */
  public void during(Runnable work) {
    matchScale();
    INDArray parameters = state.parameters();
    INDArray own = parameters.dup();
    parameters.assign(values);
    try {
      work.run();
    } finally {
      parameters.assign(own);
    }
  }

  /** Brings the average to the current scale of the parameters. */
  private void matchScale() {
    ScaledDouble target = state.heldScale();
    if (!scale.equals(target)) {
      state.scaleParameters(values, NetworkState.ratio(scale, target));
      scale = target;
    }
  }
}
