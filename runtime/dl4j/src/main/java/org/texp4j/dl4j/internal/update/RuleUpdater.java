package org.texp4j.dl4j.internal.update;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.Rational;

/**
 * The updater of a {@link WrittenRule}: the states that it keeps for each weight. A block holds
 * first the first state of all its tensors, then the second, and so on.
 */
public final class RuleUpdater extends PlannedUpdater {

  private static final long serialVersionUID = 1;

  /** The degrees of the states by name, as text, in order. */
  @JsonProperty private final Map<String, String> degrees;

  @JsonProperty private final List<Integer> reached;
  @JsonProperty private final int alignment;

  /** Creates the updater of a rule for tensors that are trained as declared. */
  RuleUpdater(WrittenRule rule) {
    this(ParameterGroup.DECLARED, 1, degrees(rule), rule.reachedStates(), rule.alignment());
  }

  /**
   * Creates the updater for tensors of a group.
   *
   * @param degree the power of P at which they are held; 1 where they do not follow it
   * @param degrees the degrees of the states by name, as fractions
   * @param reached the indices of the states to which decay adds a part of the weights
   * @param alignment the number of whose multiples a shift of the scale has to be
   */
  @JsonCreator
  public RuleUpdater(
      @JsonProperty("group") ParameterGroup group,
      @JsonProperty("degree") int degree,
      @JsonProperty("degrees") Map<String, String> degrees,
      @JsonProperty("reached") List<Integer> reached,
      @JsonProperty("alignment") int alignment) {
    super(group, degree);
    this.reached = List.copyOf(reached);
    this.alignment = Math.max(1, alignment);
    this.degrees = new LinkedHashMap<>(degrees);
  }

  private static Map<String, String> degrees(WrittenRule rule) {
    Map<String, String> degrees = new LinkedHashMap<>();
    rule.states().forEach(state -> degrees.put(state.name(), state.degree().fraction()));
    return degrees;
  }

  @Override
  public List<Rule.State> states() {
    return degrees.entrySet().stream()
        .map(each -> new Rule.State(each.getKey(), Rational.ofFraction(each.getValue())))
        .toList();
  }

  @Override
  public List<Integer> reachedStates() {
    return reached;
  }

  @Override
  public int alignment() {
    return alignment;
  }

  @Override
  public RuleUpdater withGroup(ParameterGroup group, int degree) {
    return new RuleUpdater(group, degree, degrees, reached, alignment);
  }

  @Override
  public RuleUpdate instantiate(INDArray states, boolean initialize) {
    RuleUpdate update = new RuleUpdate(this);
    update.setStateViewArray(states, new long[] {states.length()}, 'c', initialize);
    return update;
  }

  @Override
  public RuleUpdate instantiate(Map<String, INDArray> states, boolean initialize) {
    RuleUpdate update = new RuleUpdate(this);
    update.setState(states, initialize);
    return update;
  }
}
