package org.texp4j.dl4j.internal.update;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.LinearRule;
import org.texp4j.schedule.Rule;

/** The updater of every {@link LinearRule}, with one velocity for each weight. */
public final class LinearUpdater extends PlannedUpdater {

  private static final long serialVersionUID = 1;

  /** Creates the updater for tensors of a group that does not follow a power of P. */
  public LinearUpdater(ParameterGroup group) {
    this(group, 1);
  }

  /**
   * Creates the updater for tensors of a group.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   */
  @JsonCreator
  public LinearUpdater(
      @JsonProperty("group") ParameterGroup group, @JsonProperty("degree") int degree) {
    super(group, degree);
  }

  @Override
  public List<Rule.State> states() {
    return LinearRule.STATES;
  }

  @Override
  public LinearUpdater withGroup(ParameterGroup group, int degree) {
    return new LinearUpdater(group, degree);
  }

  /** Returns an update whose velocity is yet to be set. */
  public LinearUpdate unbound() {
    return new LinearUpdate(this);
  }

  @Override
  public LinearUpdate instantiate(INDArray velocity, boolean initialize) {
    LinearUpdate update = unbound();
    update.setStateViewArray(velocity, new long[] {velocity.length()}, 'c', initialize);
    return update;
  }

  @Override
  public LinearUpdate instantiate(Map<String, INDArray> state, boolean initialize) {
    LinearUpdate update = unbound();
    update.setState(state, initialize);
    return update;
  }
}
