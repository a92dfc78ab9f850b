package org.texp4j.dl4j.internal.state;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.schedule.ScaledDouble;

/**
 * The exponential moving average a ← βa + (1 − β)θ of all parameters of a run, running statistics
 * among them, from those it starts with.
 *
 * <p>In an exponential run it is held at the scale of what it averages, ã = Pa, so a step is ã ←
 * β(P'/P)ã + (1 − β)θ̃, with the powers of P'/P that biases and running statistics have; and it is
 * the average of the declared run, mapped as its parameters are. It has no effect on the run. Not
 * safe for use by several threads.
 */
public final class MovingAverage {

  private final NetworkState state;
  private final double kept;

  private INDArray values;
  private ScaledDouble scale;

  /**
   * Starts an average at the present parameters.
   *
   * @param kept β, greater than 0 and less than 1
   */
  public MovingAverage(NetworkState state, double kept) {
    if (!(kept > 0 && kept < 1)) {
      throw new IllegalArgumentException(
          "an average keeps a part greater than 0 and less than 1 at each step, not " + kept);
    }
    this.state = state;
    this.kept = kept;
    restart();
  }

  /** Starts again at the present parameters. */
  public void restart() {
    set(state.parameters().dup(), state.heldScale());
  }

  /** Goes on from an average that is held at a scale; makes the array its own. */
  public void set(INDArray average, ScaledDouble heldScale) {
    values = average;
    scale = heldScale;
  }

  /** Goes on from the average of a run that stands at the same step, in whatever form. */
  public void takeOver(MovingAverage other) {
    values = other.values.dup();
    scale = other.scale;
  }

  /** Adds the present parameters, after a step. */
  public void update() {
    follow();
    values.muli(kept);
    Nd4j.exec(new Axpy(state.parameters(), values, values, 1 - kept));
  }

  /** The average at the present scale; a copy. */
  public INDArray values() {
    follow();
    return values.dup();
  }

  /** Does something while the network holds the average in place of its parameters. */
  public void during(Runnable work) {
    follow();
    INDArray parameters = state.parameters();
    INDArray own = parameters.dup();
    parameters.assign(values);
    try {
      work.run();
    } finally {
      parameters.assign(own);
    }
  }

  /** Brings the average to the scale at which the parameters are held now. */
  private void follow() {
    ScaledDouble target = state.heldScale();
    if (!scale.equals(target)) {
      state.scaleParameters(values, NetworkState.ratio(scale, target));
      scale = target;
    }
  }
}
