package org.texp4j.dl4j.state;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.Coordinates;

/**
 * A copy of what a run carries from step to step: parameters, with the running statistics among
 * them, and velocities.
 *
 * <p>Immutable: the mappings return new states. An exponential state may be held at a power of two
 * below its scale, weights · 2^−shift and velocities · 2^shift, which is the same run in the same
 * bits; so it stays within the range of its data type however large P is.
 */
public final class TrainingState {

  private final Layout layout;
  private final INDArray parameters;
  private final INDArray velocities;
  private final long shift;

  /** Takes the arrays as they are, without a copy. */
  TrainingState(Layout layout, INDArray parameters, INDArray velocities, long shift) {
    this.layout = layout;
    this.parameters = parameters;
    this.velocities = velocities;
    this.shift = shift;
  }

  /** All parameters as one row; a copy. */
  public INDArray parameters() {
    return parameters.dup();
  }

  /** All velocities as one row; a copy. */
  public INDArray velocities() {
    return velocities.dup();
  }

  /** The power of two by which an exponential state is held below its scale. */
  public long shift() {
    return shift;
  }

  /**
   * Maps the state of a weight-decay run to that of the equivalent exponential run: θ̃ = Pθ and ṽ =
   * (v − κθ)/P on the converted tensors, running mean · P and running variance · P² behind them;
   * all else is the same in both runs.
   *
   * @param coordinates P and κ before the step that comes next
   * @throws IllegalStateException if this is an exponential state
   */
  public TrainingState toExponential(Coordinates coordinates) {
    if (shift != 0) {
      throw new IllegalStateException("this is an exponential state already, at shift " + shift);
    }
    long held = Rescaling.shiftFor(coordinates.scale());
    double p = coordinates.scale().shifted(-held).toDouble();
    TrainingState mapped = new TrainingState(layout, parameters(), velocities(), held);
    for (Layout.Tensor tensor : layout.tensors()) {
      INDArray theta = tensor.weights().of(mapped.parameters);
      INDArray v = tensor.velocity().of(mapped.velocities);
      v.subi(theta.mul(coordinates.kappa())).divi(p);
      theta.muli(p);
    }
    layout.statistics().forEach(statistics -> statistics.multiply(mapped.parameters, p));
    layout.scaleBiases(mapped.parameters, mapped.velocities, powerOfTwo(-held));
    return mapped;
  }

  /**
   * Maps the state of an exponential run to that of the equivalent weight-decay run: θ = θ̃/P and v
   * = Pṽ + κθ̃/P on the converted tensors, running mean / P and running variance / P² behind them.
   *
   * @param coordinates P and κ before the step that comes next
   */
  public TrainingState toWeightDecay(Coordinates coordinates) {
    double p = coordinates.scale().shifted(-shift).toDouble();
    TrainingState mapped = new TrainingState(layout, parameters(), velocities(), 0);
    for (Layout.Tensor tensor : layout.tensors()) {
      INDArray theta = tensor.weights().of(mapped.parameters);
      INDArray v = tensor.velocity().of(mapped.velocities);
      theta.divi(p);
      v.muli(p).addi(theta.mul(coordinates.kappa()));
    }
    layout.statistics().forEach(statistics -> statistics.multiply(mapped.parameters, 1 / p));
    layout.scaleBiases(mapped.parameters, mapped.velocities, powerOfTwo(shift));
    return mapped;
  }

  /** 2^exponent, where it is a double; the biases it multiplies are rounding noise around 0. */
  private static double powerOfTwo(long exponent) {
    return Math.scalb(1.0, (int) Math.max(-1022, Math.min(1022, exponent)));
  }
}
