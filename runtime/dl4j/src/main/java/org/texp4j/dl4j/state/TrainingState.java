package org.texp4j.dl4j.state;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.Coordinates;

/**
 * A copy of what a run carries from step to step: parameters, with the running statistics among
 * them, velocities, and the coordinates in which they are held.
 *
 * <p>AdamW has two moments m and n in place of the velocity v: where v is divided by P, m is
 * divided by P and n by P², and κ is 0.
 *
 * <p>Immutable: the mappings return new states. An exponential state may be held at a power of two
 * below its scale, weights · 2^−shift and velocities · 2^shift, which is the same run in the same
 * bits; so it stays within the range of its data type however large P is.
 */
public final class TrainingState {

  private final Layout layout;
  private final INDArray parameters;
  private final INDArray velocities;
  private final Coordinates coordinates;
  private final long shift;

  /** Takes the arrays as they are in a network, without a copy. */
  TrainingState(
      Layout layout,
      INDArray parameters,
      INDArray velocities,
      Coordinates coordinates,
      long shift) {
    this.layout = layout;
    this.parameters = parameters;
    this.velocities = velocities;
    this.coordinates = coordinates;
    this.shift = shift;
  }

  /** All parameters as one row; a copy. */
  public INDArray parameters() {
    return parameters.dup();
  }

  /**
   * All velocities as one row, in the order of the parameters; with AdamW all moments of the
   * gradient and then all of its square. A copy.
   */
  public INDArray velocities() {
    return layout.order().ofState(velocities);
  }

  /** P and κ before the step that comes next; 1 and 0 in a weight-decay run. */
  public Coordinates coordinates() {
    return coordinates;
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
   * @param target P and κ before the step that comes next
   * @throws IllegalArgumentException if this is an exponential state
   */
  public TrainingState toExponential(Coordinates target) {
    if (!coordinates.equals(Coordinates.IDENTITY)) {
      throw new IllegalArgumentException(
          "the state is exponential already, at " + coordinates + "; map a weight-decay state");
    }
    long held = Rescaling.shiftFor(target.scale(), layout.highestDegree());
    double p = target.scale().shifted(-held).toDouble();
    TrainingState mapped = new TrainingState(layout, parameters(), velocities.dup(), target, held);
    for (Layout.Tensor tensor : layout.tensors()) {
      tensor.kick(mapped.parameters, mapped.velocities, -target.kappa());
      tensor.multiply(mapped.parameters, mapped.velocities, p);
    }
    mapped.scaleFollowers(p);
    return mapped;
  }

  /**
   * This very state at coordinates that it was not mapped to: where a recipe leaves out the
   * correction of the velocity, the same numbers mean another run.
   */
  public TrainingState takenAs(Coordinates others) {
    return new TrainingState(layout, parameters, velocities, others, shift);
  }

  /**
   * This state with weights of the convertible tensors, multiplied by a factor, added to their
   * velocity: v ← v + factor · θ.
   */
  public TrainingState kicked(double factor) {
    TrainingState kicked =
        new TrainingState(layout, parameters(), velocities.dup(), coordinates, shift);
    layout.tensors().forEach(tensor -> tensor.kick(kicked.parameters, kicked.velocities, factor));
    return kicked;
  }

  /**
   * Maps the state of an exponential run to that of the equivalent weight-decay run: θ = θ̃/P and v
   * = Pṽ + κθ̃/P on the converted tensors, running mean / P and running variance / P² behind them.
   *
   * @param source P and κ before the step that comes next
   * @throws IllegalArgumentException if the state was taken at other coordinates: at another step,
   *     in another form of the recipe, or with data that give epochs of another length
   */
  public TrainingState toWeightDecay(Coordinates source) {
    if (!coordinates.equals(source)) {
      throw new IllegalArgumentException(
          "the state was taken at "
              + coordinates
              + ", not at "
              + source
              + ": is it that of another step, of another form, or of data with epochs of another"
              + " length? Ask the plan of its run");
    }
    double p = source.scale().shifted(-shift).toDouble();
    TrainingState mapped =
        new TrainingState(layout, parameters(), velocities.dup(), Coordinates.IDENTITY, 0);
    for (Layout.Tensor tensor : layout.tensors()) {
      tensor.divide(mapped.parameters, mapped.velocities, p);
      tensor.kick(mapped.parameters, mapped.velocities, source.kappa());
    }
    mapped.scaleFollowers(1 / p);
    return mapped;
  }

  private void scaleFollowers(double factor) {
    layout.scaleFollowers(Elements.of(parameters), Elements.of(velocities), factor);
  }
}
