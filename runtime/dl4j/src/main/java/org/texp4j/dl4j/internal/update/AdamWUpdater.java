package org.texp4j.dl4j.internal.update;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Rule;

/**
 * The updater of {@link AdamW}, with two moments for each weight. A block holds first all moments m
 * of the gradient and then all moments n of its square, as in Deeplearning4j's Adam.
 */
public final class AdamWUpdater extends PlannedUpdater {

  private static final long serialVersionUID = 1;

  /** Creates the updater for tensors of a group that does not follow a power of P. */
  public AdamWUpdater(ParameterGroup group) {
    this(group, 1);
  }

  /**
   * Creates the updater for tensors of a group.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   */
  @JsonCreator
  public AdamWUpdater(
      @JsonProperty("group") ParameterGroup group, @JsonProperty("degree") int degree) {
    super(group, degree);
  }

  @Override
  public List<Rule.State> states() {
    return AdamW.STATES;
  }

  @Override
  public AdamWUpdater withGroup(ParameterGroup group, int degree) {
    return new AdamWUpdater(group, degree);
  }

  @Override
  public AdamWUpdate instantiate(INDArray moments, boolean initialize) {
    AdamWUpdate update = new AdamWUpdate(this);
    update.setStateViewArray(moments, new long[] {moments.length() / 2}, 'c', initialize);
    return update;
  }

  @Override
  public AdamWUpdate instantiate(Map<String, INDArray> state, boolean initialize) {
    AdamWUpdate update = new AdamWUpdate(this);
    update.setState(state, initialize);
    return update;
  }
}
