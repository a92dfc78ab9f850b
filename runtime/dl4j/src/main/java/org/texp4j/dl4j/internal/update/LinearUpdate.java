package org.texp4j.dl4j.internal.update;

import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Step;

/**
 * The update of one block of tensors by a linear rule: its velocity, and the coefficients of the
 * current step. A declared weight decay is added by {@link DeclaredDecay}.
 *
 * <p>Not safe for use by several threads.
 */
public final class LinearUpdate implements GradientUpdater<LinearUpdater>, PlannedUpdate {

  private static final String VELOCITY = "V";

  private final LinearUpdater configuration;
  private INDArray velocity;
  private LinearCoefficients coefficients;

  LinearUpdate(LinearUpdater configuration) {
    this.configuration = configuration;
  }

  @Override
  public void prepare(Step step, long shift) {
    prepare(coefficients(step, shift));
  }

  private LinearCoefficients coefficients(Step step, long shift) {
    return switch (group()) {
      case DECLARED -> step.declared();
      case CONVERTED -> step.converted().scaled(step.multiplier().shifted(-2 * shift).toDouble());
      case FOLLOWING, SUBTRACTED ->
          step.declared()
              .scaled(
                  step.before()
                      .scale()
                      .shifted(-shift)
                      .power(2 * configuration.degree())
                      .toDouble());
      case FIXED -> LinearCoefficients.NONE;
    };
  }

  /** Sets the coefficients of the next step. They are used once. */
  void prepare(LinearCoefficients next) {
    coefficients = next;
  }

  /**
   * The coefficients of the next step.
   *
   * @throws IllegalStateException if none were prepared since the last one
   */
  LinearCoefficients coefficients() {
    if (coefficients == null) {
      throw PlannedUpdate.unprepared();
    }
    return coefficients;
  }

  /** Discards the coefficients, whose step was taken. */
  void discardCoefficients() {
    coefficients = null;
  }

  @Override
  public ParameterGroup group() {
    return configuration.group();
  }

  @Override
  public LinearUpdater getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    if (!state.keySet().equals(Set.of(VELOCITY))) {
      throw new IllegalArgumentException("expected the state [V], but got " + state.keySet());
    }
    velocity = state.get(VELOCITY);
    if (initialize) {
      velocity.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(VELOCITY, velocity);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    velocity = view.reshape(order, shape);
    if (initialize) {
      velocity.assign(0);
    }
  }

  /**
   * Replaces the gradient by the update, which Deeplearning4j subtracts from the weights, and
   * updates the velocity.
   *
   * @throws IllegalStateException if no coefficients were prepared for this step
   */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    LinearCoefficients k = coefficients();
    discardCoefficients();
    INDArray toVelocity = gradient.mul(k.gradientToVelocity());
    gradient.muli(k.gradientToWeights());
    Nd4j.exec(new Axpy(velocity, gradient, gradient, k.velocityToWeights()));
    Nd4j.exec(new Axpy(velocity, toVelocity, velocity, k.velocityToVelocity()));
  }
}
