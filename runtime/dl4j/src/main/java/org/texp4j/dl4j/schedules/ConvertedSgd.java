package org.texp4j.dl4j.schedules;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.dl4j.internal.update.ParameterGroup;

/**
 * The Deeplearning4j updater that goes with a {@link ConvertedSchedule}: it drives itself by the
 * number of the iteration, so that plain {@code fit} trains by the converted recipe.
 *
 * <p>It is for scale-invariant tensors that have no weight decay in their layer; {@code
 * ModelConversion} puts it where it belongs. What plain {@code fit} leaves out is the part of
 * {@link ScaleListener}: without that listener the ε of batch normalization stays as it is while
 * the weights grow, so that it counts for less and less, and running statistics lag. Of a whole
 * run's range it has only what the data type has: there is no rescaling, and it stops with an error
 * before gradients would leave the range of normal numbers.
 */
public final class ConvertedSgd implements IUpdater {

  private static final long serialVersionUID = 1;

  @JsonProperty private final ConvertedSchedule schedule;
  @JsonProperty private final ParameterGroup recipient;
  @JsonProperty private final int degree;

  /** Creates the updater for scale-invariant tensors. */
  public ConvertedSgd(ConvertedSchedule schedule) {
    this(schedule, ParameterGroup.CONVERTED, 1);
  }

  /**
   * Creates the updater for tensors of one recipient.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   */
  @JsonCreator
  public ConvertedSgd(
      @JsonProperty("schedule") ConvertedSchedule schedule,
      @JsonProperty("recipient") ParameterGroup recipient,
      @JsonProperty("degree") int degree) {
    this.schedule = Objects.requireNonNull(schedule);
    this.recipient = Objects.requireNonNull(recipient);
    this.degree = Math.max(1, degree); // 0 in a configuration that does not tell it
  }

  /** The schedule by which the tensors are trained. */
  public ConvertedSchedule schedule() {
    return schedule;
  }

  /** How the tensors are trained in the converted recipe. */
  public ParameterGroup recipient() {
    return recipient;
  }

  /** The power of P at which the tensors are held; 1 where they do not follow it. */
  public int degree() {
    return degree;
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
  }

  @Override
  public ConvertedUpdate instantiate(INDArray velocity, boolean initialize) {
    ConvertedUpdate update = new ConvertedUpdate(this);
    update.setStateViewArray(velocity, new long[] {velocity.length()}, 'c', initialize);
    return update;
  }

  @Override
  public ConvertedUpdate instantiate(Map<String, INDArray> state, boolean initialize) {
    ConvertedUpdate update = new ConvertedUpdate(this);
    update.setState(state, initialize);
    return update;
  }

  /** The converted rate η̃; infinite past double's range. */
  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  /** Always refused: the rate belongs to the plan. */
  @Override
  public void setLrAndSchedule(double learningRate, ISchedule other) {
    throw new UnsupportedOperationException(
        "the rate of a converted recipe follows from the declared one: convert the model anew");
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ConvertedSgd clone() {
    return new ConvertedSgd(schedule, recipient, degree);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvertedSgd that
        && recipient == that.recipient
        && degree == that.degree
        && schedule.equals(that.schedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(schedule, recipient, degree);
  }

  @Override
  public String toString() {
    return "ConvertedSgd(" + recipient + ", " + schedule + ")";
  }
}
