package org.texp4j.dl4j.internal.state;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.schedule.Coordinates;

/** A copy of a network's state, with the layout of its arrays. Immutable. */
final class StateSnapshot implements TrainingState {

  private final Layout layout;
  private final INDArray parameters;
  private final INDArray velocities;
  private final Coordinates coordinates;
  private final long shift;
  private final Map<String, INDArray> recurrentState;

  /** Takes ownership of the arrays, which are in the order of the network. */
  StateSnapshot(
      Layout layout,
      INDArray parameters,
      INDArray velocities,
      Coordinates coordinates,
      long shift,
      Map<String, INDArray> recurrentState) {
    this.layout = layout;
    this.parameters = parameters;
    this.velocities = velocities;
    this.coordinates = coordinates;
    this.shift = shift;
    this.recurrentState = Map.copyOf(recurrentState);
  }

  @Override
  public INDArray parameters() {
    return parameters.dup();
  }

  @Override
  public INDArray velocities() {
    return layout.order().toStateOrder(velocities);
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
  public Map<String, INDArray> recurrentState() {
    return recurrentState;
  }

  @Override
  public StateSnapshot toExponential(Coordinates target) {
    if (!coordinates.equals(Coordinates.IDENTITY)) {
      throw new IllegalArgumentException(
          "the state is already exponential, at " + coordinates + "; map a weight-decay state");
    }
    long held = layout.rescaling().shiftFor(target.scale());
    double p = target.scale().shifted(-held).toDouble();
    StateSnapshot mapped =
        new StateSnapshot(layout, parameters(), velocities.dup(), target, held, recurrentState);
    for (Layout.Tensor tensor : layout.tensors()) {
      tensor.addWeightsToVelocities(
          mapped.parameters, mapped.velocities, index -> -target.kappa(index));
      tensor.multiply(mapped.parameters, mapped.velocities, p);
    }
    mapped.scaleBiasesAndStatistics(p);
    return mapped;
  }

  /**
   * Returns the same numbers read at other coordinates, without mapping them: where a recipe omits
   * the correction of the velocity, they mean another run.
   */
  StateSnapshot reinterpretedAt(Coordinates other) {
    return new StateSnapshot(layout, parameters, velocities, other, shift, recurrentState);
  }

  @Override
  public StateSnapshot withWeightsAddedToVelocity(double factor) {
    StateSnapshot changed =
        new StateSnapshot(
            layout, parameters(), velocities.dup(), coordinates, shift, recurrentState);
    layout
        .tensors()
        .forEach(
            tensor ->
                tensor.addWeightsToVelocities(
                    changed.parameters, changed.velocities, index -> index == 0 ? factor : 0));
    return changed;
  }

  @Override
  public StateSnapshot toWeightDecay(Coordinates source) {
    if (!coordinates.equals(source)) {
      throw new IllegalArgumentException(
          "the state was taken at "
              + coordinates
              + ", not at "
              + source
              + ": it may come from another step, another form, or data with epochs of another"
              + " length; take the coordinates from the plan of its run");
    }
    double p = source.scale().shifted(-shift).toDouble();
    StateSnapshot mapped =
        new StateSnapshot(
            layout, parameters(), velocities.dup(), Coordinates.IDENTITY, 0, recurrentState);
    for (Layout.Tensor tensor : layout.tensors()) {
      tensor.divide(mapped.parameters, mapped.velocities, p);
      tensor.addWeightsToVelocities(mapped.parameters, mapped.velocities, source::kappa);
    }
    mapped.scaleBiasesAndStatistics(1 / p);
    return mapped;
  }

  private void scaleBiasesAndStatistics(double factor) {
    layout.scaleBiasesAndStatistics(FlatArray.of(parameters), FlatArray.of(velocities), factor);
  }
}
