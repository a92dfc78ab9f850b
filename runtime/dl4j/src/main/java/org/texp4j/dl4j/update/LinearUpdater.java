package org.texp4j.dl4j.update;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The Deeplearning4j updater of the general linear form, with one velocity for each weight.
 *
 * <p>The configuration only says by which recipe a tensor is trained; the coefficients of each step
 * come from the training loop, which knows the plan. Adjacent tensors of one recipient are equal in
 * configuration, so Deeplearning4j updates them as one block. A network with this updater can be
 * saved, loaded and evaluated by Deeplearning4j, with this class on the class path, and trained by
 * a training class; its {@code fit} stops with an error that says so.
 */
public final class LinearUpdater implements IUpdater {

  private static final long serialVersionUID = 1;

  private final Recipient recipient;

  /** Creates the updater for tensors of one recipient. */
  public LinearUpdater(@JsonProperty("recipient") Recipient recipient) {
    this.recipient = Objects.requireNonNull(recipient);
  }

  /** The recipe by which the tensors are trained. */
  public Recipient recipient() {
    return recipient;
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
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

  /** Always NaN: the rate belongs to the plan. */
  @Override
  public double getLearningRate(int iteration, int epoch) {
    return Double.NaN;
  }

  /** Always false: the rate belongs to the plan. */
  @Override
  public boolean hasLearningRate() {
    return false;
  }

  /** Always refused: the rate belongs to the plan. */
  @Override
  public void setLrAndSchedule(double learningRate, ISchedule schedule) {
    throw new UnsupportedOperationException(
        "the learning rate is part of the declared recipe: change @Schedule instead");
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public LinearUpdater clone() {
    return new LinearUpdater(recipient);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearUpdater that && recipient == that.recipient;
  }

  @Override
  public int hashCode() {
    return recipient.hashCode();
  }

  @Override
  public String toString() {
    return "LinearUpdater(" + recipient + ")";
  }
}
