package org.texp4j.dl4j.internal.update;

import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.texp4j.schedule.Step;

/**
 * The update of one block of tensors by AdamW: its two moments, and the coefficients of the present
 * step. The weight decay of tensors that keep it is {@link DeclaredDecay}'s part.
 *
 * <p>Not safe for use by several threads.
 */
public final class AdamWUpdate implements GradientUpdater<AdamWUpdater>, PlannedUpdate {

  private static final String MOMENT = "M";
  private static final String SQUARE = "V";

  private final AdamWUpdater configuration;
  private INDArray moment;
  private INDArray square;
  private AdamWCoefficients coefficients;

  AdamWUpdate(AdamWUpdater configuration) {
    this.configuration = configuration;
  }

  @Override
  public void prepare(Step step, long shift) {
    coefficients = AdamWCoefficients.of(step, recipient(), configuration.degree(), shift);
  }

  @Override
  public ParameterGroup recipient() {
    return configuration.recipient();
  }

  @Override
  public AdamWUpdater getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    if (!state.keySet().equals(Set.of(MOMENT, SQUARE))) {
      throw new IllegalArgumentException("expected the state [M, V], but got " + state.keySet());
    }
    moment = state.get(MOMENT);
    square = state.get(SQUARE);
    if (initialize) {
      moment.assign(0);
      square.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(MOMENT, moment, SQUARE, square);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    INDArray moments = view.reshape(view.length());
    long length = moments.length() / 2;
    moment = moments.get(NDArrayIndex.interval(0, length)).reshape(order, shape);
    square = moments.get(NDArrayIndex.interval(length, 2 * length)).reshape(order, shape);
    if (initialize) {
      moments.assign(0);
    }
  }

  /**
   * Replaces the gradient by the update, which Deeplearning4j subtracts from the weights, and moves
   * the moments on.
   *
   * @throws IllegalStateException if no coefficients were prepared for this step
   */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (coefficients == null) {
      throw PlannedUpdate.unprepared();
    }
    AdamWCoefficients k = coefficients;
    coefficients = null;
    INDArray squared = gradient.mul(gradient);
    squared.muli(k.squareGiven());
    Nd4j.exec(new Axpy(square, squared, square, k.squareKept()));
    gradient.muli(k.momentGiven());
    Nd4j.exec(new Axpy(moment, gradient, moment, k.momentKept()));
    INDArray deviation = squared.assign(square).muli(k.squareCorrection());
    Transforms.sqrt(deviation, false).addi(k.epsilon());
    gradient.assign(moment).divi(deviation).muli(k.rate());
  }
}
