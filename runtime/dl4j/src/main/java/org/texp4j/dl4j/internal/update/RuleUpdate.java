package org.texp4j.dl4j.internal.update;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.texp4j.schedule.Step;

/**
 * The update of one block of tensors by a written rule: the states, and the step that comes next. A
 * {@link LoopUpdate} takes it, for all blocks of a network.
 *
 * <p>Not safe for use by several threads.
 */
final class RuleUpdate implements GradientUpdater<RuleUpdater>, PlannedUpdate {

  private static final String STATES = "states";

  private final RuleUpdater configuration;
  private INDArray states;
  private Step step;
  private long shift;

  RuleUpdate(RuleUpdater configuration) {
    this.configuration = configuration;
  }

  @Override
  public void prepare(Step next, long heldShift) {
    step = next;
    shift = heldShift;
  }

  /**
   * The next step.
   *
   * @throws IllegalStateException if none was prepared since the last one
   */
  Step step() {
    if (step == null) {
      throw PlannedUpdate.unprepared();
    }
    return step;
  }

  /** The power of two by which the state is held below its scale. */
  long shift() {
    return shift;
  }

  /** Discards the step, which was taken. */
  void discardStep() {
    step = null;
  }

  @Override
  public ParameterGroup group() {
    return configuration.group();
  }

  @Override
  public RuleUpdater getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    if (!state.keySet().equals(Map.of(STATES, 0).keySet())) {
      throw new IllegalArgumentException("expected the state [states], but got " + state.keySet());
    }
    states = state.get(STATES);
    if (initialize) {
      states.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(STATES, states);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    states = view;
    if (initialize) {
      states.assign(0);
    }
  }

  /** Always throws: a written rule needs the weights, which are not handed on here. */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    throw PlannedUpdate.unprepared();
  }
}
