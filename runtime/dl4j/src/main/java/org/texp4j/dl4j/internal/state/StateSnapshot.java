package org.texp4j.dl4j.internal.state;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.schedule.Coordinates;

/** A copy of the state of a network, with the layout of its arrays. */
final class StateSnapshot implements TrainingState {

  private final Layout layout;
  private final INDArray parameters;
  private final INDArray velocities;
  private final Coordinates coordinates;
  private final long shift;

  /** Takes the arrays as they are in a network, without a copy. */
  StateSnapshot(
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

  @Override
  public INDArray parameters() {
    return parameters.dup();
  }

  @Override
  public INDArray velocities() {
    return layout.order().ofState(velocities);
  }

  @Override
  public Coordinates coordinates() {
    return coordinates;
  }

  @Override
  public long shift() {
    return shift;
  }

  @Override
  public StateSnapshot toExponential(Coordinates target) {
    if (!coordinates.equals(Coordinates.IDENTITY)) {
      throw new IllegalArgumentException(
          "the state is exponential already, at " + coordinates + "; map a weight-decay state");
    }
    long held = Rescaling.shiftFor(target.scale(), layout.highestDegree());
    double p = target.scale().shifted(-held).toDouble();
    StateSnapshot mapped = new StateSnapshot(layout, parameters(), velocities.dup(), target, held);
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
  StateSnapshot takenAs(Coordinates others) {
    return new StateSnapshot(layout, parameters, velocities, others, shift);
  }

  @Override
  public StateSnapshot kicked(double factor) {
    StateSnapshot kicked =
        new StateSnapshot(layout, parameters(), velocities.dup(), coordinates, shift);
    layout.tensors().forEach(tensor -> tensor.kick(kicked.parameters, kicked.velocities, factor));
    return kicked;
  }

  @Override
  public StateSnapshot toWeightDecay(Coordinates source) {
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
    StateSnapshot mapped =
        new StateSnapshot(layout, parameters(), velocities.dup(), Coordinates.IDENTITY, 0);
    for (Layout.Tensor tensor : layout.tensors()) {
      tensor.divide(mapped.parameters, mapped.velocities, p);
      tensor.kick(mapped.parameters, mapped.velocities, source.kappa());
    }
    mapped.scaleFollowers(1 / p);
    return mapped;
  }

  private void scaleFollowers(double factor) {
    layout.scaleFollowers(FlatArray.of(parameters), FlatArray.of(velocities), factor);
  }
}
