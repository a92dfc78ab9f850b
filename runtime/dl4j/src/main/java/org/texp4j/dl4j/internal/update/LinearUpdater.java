package org.texp4j.dl4j.internal.update;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The updater of the general linear form, with one velocity for each weight. */
public final class LinearUpdater extends PlannedUpdater {

  private static final long serialVersionUID = 1;

  /** Creates the updater for tensors of one recipient that do not follow a power of P. */
  public LinearUpdater(ParameterGroup recipient) {
    this(recipient, 1);
  }

  /**
   * Creates the updater for tensors of one recipient.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   */
  @JsonCreator
  public LinearUpdater(
      @JsonProperty("recipient") ParameterGroup recipient, @JsonProperty("degree") int degree) {
    super(recipient, degree);
  }

  @Override
  public LinearUpdater of(ParameterGroup other, int otherDegree) {
    return new LinearUpdater(other, otherDegree);
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
  }

  /** An update that has to be given its velocity. */
  public LinearUpdate unbound() {
    return new LinearUpdate(this);
  }

  @Override
  public LinearUpdate instantiate(INDArray velocity, boolean initialize) {
    LinearUpdate update = new LinearUpdate(this);
    update.setStateViewArray(velocity, new long[] {velocity.length()}, 'c', initialize);
    return update;
  }

  @Override
  public LinearUpdate instantiate(Map<String, INDArray> state, boolean initialize) {
    LinearUpdate update = new LinearUpdate(this);
    update.setState(state, initialize);
    return update;
  }
}
