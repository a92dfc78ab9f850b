package org.texp4j.dl4j.schedules;

import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Step;

/**
 * The update of one block of tensors by a converted recipe.
 *
 * <p>Not safe for use by several threads.
 */
final class ConvertedUpdate implements GradientUpdater<ConvertedSgd> {

  /**
   * The scales, as powers of two, up to which a run computes in normal numbers: the backward pass
   * of batch normalization raises the deviation, of scale P, to the power −3, and normal numbers
   * end at 2^−126 in float and 2^−1022 in double.
   */
  private static final long FLOAT_LIMIT = 40;

  private static final long DOUBLE_LIMIT = 340;

  private final ConvertedSgd configuration;
  private static final String VELOCITY = "V";

  private INDArray velocity;

  ConvertedUpdate(ConvertedSgd configuration) {
    this.configuration = configuration;
  }

  @Override
  public ConvertedSgd getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    if (!state.keySet().equals(Set.of(VELOCITY))) {
      throw new IllegalArgumentException("expected the state [V], but got " + state.keySet());
    }
    set(state.get(VELOCITY), initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(VELOCITY, velocity);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    set(view.reshape(order, shape), initialize);
  }

  private void set(INDArray state, boolean initialize) {
    velocity = state;
    if (initialize) {
      velocity.assign(0);
    }
  }

  /**
   * Replaces the gradient by the update, which Deeplearning4j subtracts from the weights, and
   * updates the velocity.
   *
   * @throws IllegalStateException if the recipe has no such step, or has left the range of the data
   *     type
   */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    Step step = configuration.schedule().step(iteration);
    long limit = gradient.dataType() == DataType.DOUBLE ? DOUBLE_LIMIT : FLOAT_LIMIT;
    if (step.reached().scale().exponent() > limit) {
      throw new IllegalStateException(
          "at iteration "
              + iteration
              + " the weights have grown by 2^"
              + step.reached().scale().exponent()
              + ", more than "
              + gradient.dataType()
              + " can hold without rescaling: train by a training class, which rescales exactly"
              + (gradient.dataType() == DataType.DOUBLE ? "" : ", or in DOUBLE"));
    }
    LinearCoefficients k = coefficients(step);
    INDArray toVelocity = gradient.mul(k.gradientToVelocity());
    gradient.muli(k.gradientToWeights());
    Nd4j.exec(new Axpy(velocity, gradient, gradient, k.velocityToWeights()));
    Nd4j.exec(new Axpy(velocity, toVelocity, velocity, k.velocityToVelocity()));
  }

  private LinearCoefficients coefficients(Step step) {
    return switch (configuration.group()) {
      case DECLARED -> step.declared();
      case CONVERTED -> step.converted().scaled(step.multiplier().toDouble());
      case FOLLOWING, SUBTRACTED ->
          step.declared()
              .scaled(step.before().scale().power(2 * configuration.degree()).toDouble());
      case FIXED -> LinearCoefficients.NONE;
    };
  }
}
