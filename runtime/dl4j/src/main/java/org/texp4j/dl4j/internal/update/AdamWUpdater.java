package org.texp4j.dl4j.internal.update;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The updater of AdamW, with two moments for each weight: of a block, first the moments of the
 * gradient and then those of its square, as Deeplearning4j's Adam lays them out.
 */
public final class AdamWUpdater extends PlannedUpdater {

  private static final long serialVersionUID = 1;

  /** Creates the updater for tensors of one recipient that do not follow a power of P. */
  public AdamWUpdater(ParameterGroup recipient) {
    this(recipient, 1);
  }

  /**
   * Creates the updater for tensors of one recipient.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   */
  @JsonCreator
  public AdamWUpdater(
      @JsonProperty("recipient") ParameterGroup recipient, @JsonProperty("degree") int degree) {
    super(recipient, degree);
  }

  @Override
  public AdamWUpdater of(ParameterGroup other, int otherDegree) {
    return new AdamWUpdater(other, otherDegree);
  }

  @Override
  public long stateSize(long parameters) {
    return 2 * parameters;
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
