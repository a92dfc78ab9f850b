package org.texp4j.dl4j.schedules;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.dl4j.internal.update.ParameterGroup;

/**
 * The Deeplearning4j updater that belongs to a {@link ConvertedSchedule}: it takes each step by the
 * number of the iteration, so that plain {@code fit} trains by the converted recipe.
 *
 * <p>It is for scale-invariant tensors that have no weight decay in their layer; {@code
 * ModelConversion} sets it where it belongs. {@link ScaleListener} does what plain {@code fit}
 * leaves out: without that listener the ε of batch normalization keeps its value while the weights
 * grow, so that its effect vanishes, and running statistics lag. There is no rescaling, so the
 * weights stay within the range of the data type; training fails with an error before gradients
 * would leave the range of normal numbers. Immutable.
 */
public final class ConvertedSgd implements IUpdater {

  private static final long serialVersionUID = 1;

  @JsonProperty private final ConvertedSchedule schedule;
  @JsonProperty private final ParameterGroup group;
  @JsonProperty private final int degree;

  @JsonCreator
  private ConvertedSgd(
      @JsonProperty("schedule") ConvertedSchedule schedule,
      @JsonProperty("group") ParameterGroup group,
      @JsonProperty("degree") int degree) {
    this.schedule = Objects.requireNonNull(schedule);
    this.group = Objects.requireNonNull(group);
    this.degree = Math.max(1, degree); // 0 in a configuration that lacks it
  }

  /** Creates the updater for scale-invariant tensors. */
  public ConvertedSgd(ConvertedSchedule schedule) {
    this(schedule, ParameterGroup.CONVERTED, 1);
  }

  /**
   * Returns the updater for a bias that is added to the output of converted weights and scales with
   * them.
   *
   * @param degree the power of P at which it is held, at least 1
   * @param subtracted whether batch normalization subtracts it again
   */
  public static ConvertedSgd forBias(ConvertedSchedule schedule, int degree, boolean subtracted) {
    ParameterGroup group = subtracted ? ParameterGroup.SUBTRACTED : ParameterGroup.FOLLOWING;
    return new ConvertedSgd(schedule, group, degree);
  }

  /** The schedule by which the tensors are trained. */
  public ConvertedSchedule schedule() {
    return schedule;
  }

  /** How the tensors are trained in the converted recipe. */
  ParameterGroup group() {
    return group;
  }

  /** The power of P at which the tensors are held; 1 where they do not follow it. */
  int degree() {
    return degree;
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
  }

  @Override
  public GradientUpdater<ConvertedSgd> instantiate(INDArray velocity, boolean initialize) {
    ConvertedUpdate update = new ConvertedUpdate(this);
    update.setStateViewArray(velocity, new long[] {velocity.length()}, 'c', initialize);
    return update;
  }

  @Override
  public GradientUpdater<ConvertedSgd> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    ConvertedUpdate update = new ConvertedUpdate(this);
    update.setState(state, initialize);
    return update;
  }

  /** The converted rate η̃; infinite past double's range. */
  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule.valueAt(iteration, epoch);
  }

  /** Always true. */
  @Override
  public boolean hasLearningRate() {
    return true;
  }

  /** Always throws: the rate belongs to the plan. */
  @Override
  public void setLrAndSchedule(double learningRate, ISchedule other) {
    throw new UnsupportedOperationException(
        "the rate of a converted recipe follows from the declared one: convert the model anew");
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ConvertedSgd clone() {
    return new ConvertedSgd(schedule, group, degree);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvertedSgd that
        && group == that.group
        && degree == that.degree
        && schedule.equals(that.schedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(schedule, group, degree);
  }

  @Override
  public String toString() {
    return "ConvertedSgd(" + group + ", " + schedule + ")";
  }
}
