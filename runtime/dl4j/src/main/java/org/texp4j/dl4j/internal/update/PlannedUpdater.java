package org.texp4j.dl4j.internal.update;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.Rational;

/**
 * A Deeplearning4j updater whose step comes from the training loop, which knows the plan.
 *
 * <p>The configuration only holds the parameter group of a tensor and what the rule keeps for it.
 * The updaters of adjacent tensors of one group are equal, so Deeplearning4j updates them as one
 * block: first the first state of all its tensors, then the second, and so on. A network with this
 * updater can be saved, loaded and evaluated by Deeplearning4j, with this class on the class path,
 * and trained by a training class; its {@code fit} fails with an error that says so. Immutable.
 */
public final class PlannedUpdater implements IUpdater {

  private static final long serialVersionUID = 1;

  private final ParameterGroup group;
  private final int degree;

  @SuppressWarnings("serial") // a LinkedHashMap, whose order is that of the states
  private final Map<String, String> states;

  @SuppressWarnings("serial") // a copy by List.copyOf
  private final List<Integer> reached;

  private final int alignment;

  /** Null in place of 1, so that the configurations of most networks do not mention it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private final Double rateFactor;

  /**
   * Creates the updater for tensors of a group.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   * @param states the degrees of the states by name, as fractions
   * @param reached the indices of the states to which decay adds a part of the weights
   * @param alignment the number of whose multiples a shift of the scale has to be
   * @param rateFactor what the declared rate is multiplied by; null for 1
   */
  @JsonCreator
  public PlannedUpdater(
      @JsonProperty("group") ParameterGroup group,
      @JsonProperty("degree") int degree,
      @JsonProperty("states") Map<String, String> states,
      @JsonProperty("reached") List<Integer> reached,
      @JsonProperty("alignment") int alignment,
      @JsonProperty("rateFactor") Double rateFactor) {
    this.group = Objects.requireNonNull(group);
    this.degree = Math.max(1, degree); // 0 in a configuration that lacks it
    this.states = new LinkedHashMap<>(states);
    this.reached = List.copyOf(reached);
    this.alignment = Math.max(1, alignment);
    this.rateFactor = rateFactor;
  }

  /** Returns the updater of a rule, for tensors that are trained as declared. */
  public static PlannedUpdater forRule(Rule rule) {
    WrittenRule written = rule.written();
    Map<String, String> states = new LinkedHashMap<>();
    written.states().forEach(state -> states.put(state.name(), state.degree().fraction()));
    return new PlannedUpdater(
        ParameterGroup.DECLARED, 1, states, written.reachedStates(), written.alignment(), null);
  }

  /** The parameter group of the tensors. */
  @JsonProperty
  public ParameterGroup group() {
    return group;
  }

  /** The power of P at which the tensors are held; 1 where they do not follow it. */
  @JsonProperty
  public int degree() {
    return degree;
  }

  /** The states of each tensor, in the order in which Deeplearning4j's array holds them. */
  public List<Rule.State> states() {
    return states.entrySet().stream()
        .map(each -> new Rule.State(each.getKey(), Rational.ofFraction(each.getValue())))
        .toList();
  }

  /** The indices of the states to which decay adds a part of the weights, in the order of κ. */
  public List<Integer> reachedStates() {
    return reached;
  }

  /** The number of whose multiples a shift of the scale has to be. */
  public int alignment() {
    return alignment;
  }

  /** Returns the same updater for tensors of another group. */
  public PlannedUpdater withGroup(ParameterGroup other, int otherDegree) {
    return new PlannedUpdater(other, otherDegree, states, reached, alignment, rateFactor);
  }

  /** What the declared rate is multiplied by. */
  public double rateFactor() {
    return rateFactor == null ? 1 : rateFactor;
  }

  /** Returns the same updater at a multiple of the declared rate. */
  public PlannedUpdater withRateFactor(double factor) {
    return new PlannedUpdater(
        group, degree, states, reached, alignment, factor == 1 ? null : (Double) factor);
  }

  @Override
  public PlannedUpdate instantiate(INDArray view, boolean initialize) {
    return new PlannedUpdate(this, view, initialize);
  }

  /** Never called by Deeplearning4j, whose blocks have one array for all states. */
  @Override
  public PlannedUpdate instantiate(Map<String, INDArray> state, boolean initialize) {
    throw new UnsupportedOperationException("the states of a block are one array");
  }

  /** {@inheritDoc} At least one array, which a rule without states leaves 0. */
  @Override
  public long stateSize(long parameters) {
    return Math.max(1, states.size()) * parameters;
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

  /** Always throws: the rate belongs to the plan. */
  @Override
  public void setLrAndSchedule(double learningRate, ISchedule schedule) {
    throw new UnsupportedOperationException(
        "the learning rate is part of the declared recipe: change @Schedule instead");
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public PlannedUpdater clone() {
    return withGroup(group, degree);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlannedUpdater that
        && group == that.group
        && degree == that.degree
        && states.equals(that.states)
        && reached.equals(that.reached)
        && alignment == that.alignment
        && Objects.equals(rateFactor, that.rateFactor);
  }

  @Override
  public int hashCode() {
    return Objects.hash(group, degree, states, rateFactor);
  }

  @Override
  public String toString() {
    return "PlannedUpdater(" + group + (degree > 1 ? "^" + degree : "") + ", " + states + ")";
  }
}
