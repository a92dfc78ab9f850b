package org.texp4j.dl4j.internal.update;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.texp4j.schedule.Step;

/**
 * The update of one block of tensors: its states, and the step that comes next, which a {@link
 * FlatUpdate} takes for all blocks of a network.
 *
 * <p>Not safe for use by several threads.
 */
final class PlannedUpdate implements GradientUpdater<PlannedUpdater> {

  private static final String STATES = "states";

  private final PlannedUpdater configuration;
  private INDArray states;
  private Step step;
  private long shift;

  PlannedUpdate(PlannedUpdater configuration, INDArray states, boolean initialize) {
    this.configuration = configuration;
    set(states, initialize);
  }

  private void set(INDArray view, boolean initialize) {
    states = view;
    if (initialize) {
      states.assign(0);
    }
  }

  /**
   * Sets the next step, which is taken once.
   *
   * @param heldShift the power of two by which the state is held below its scale
   */
  void prepare(Step next, long heldShift) {
    double factor = configuration.rateFactor();
    // A tensor with a factor is not converted, so the converted rate has no meaning for it.
    step = factor == 1 ? next : next.withLearningRate(factor * next.learningRate());
    shift = heldShift;
  }

  /**
   * The next step.
   *
   * @throws IllegalStateException if none was prepared since the last one
   */
  Step step() {
    if (step == null) {
      throw new IllegalStateException(
          "this network is trained by its generated training class, which knows the step of the"
              + " plan; Deeplearning4j's fit() does not");
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

  /** By which recipe the tensors are trained. */
  ParameterGroup group() {
    return configuration.group();
  }

  @Override
  public PlannedUpdater getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    if (!state.containsKey(STATES) || state.size() != 1) {
      throw new IllegalArgumentException("expected the state [states], but got " + state.keySet());
    }
    set(state.get(STATES), initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(STATES, states);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    set(view, initialize);
  }

  /**
   * Always throws: a rule may need the weights, which Deeplearning4j does not hand on here.
   *
   * @throws IllegalStateException whether or not a step was prepared
   */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    step();
    throw new IllegalStateException("the update of a network is applied to all of its tensors");
  }
}
