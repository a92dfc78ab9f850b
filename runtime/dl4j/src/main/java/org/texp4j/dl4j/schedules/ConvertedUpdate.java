package org.texp4j.dl4j.schedules;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.texp4j.dl4j.internal.update.LinearUpdate;
import org.texp4j.dl4j.internal.update.LinearUpdater;
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
  private final LinearUpdate update;

  ConvertedUpdate(ConvertedSgd configuration) {
    this.configuration = configuration;
    update = new LinearUpdater(configuration.group(), configuration.degree()).unbound();
  }

  @Override
  public ConvertedSgd getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    update.setState(state, initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return update.getState();
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    update.setStateViewArray(view, shape, order, initialize);
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
    update.prepare(step, /* shift= */ 0);
    update.applyUpdater(gradient, iteration, epoch);
  }
}
