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
 * The update of one block of tensors by AdamW: its two moments, and the coefficients of the current
 * step. A declared weight decay is added by {@link DeclaredDecay}.
 *
 * <p>Not safe for use by several threads.
 */
public final class AdamWUpdate implements GradientUpdater<AdamWUpdater>, PlannedUpdate {

  private static final String MEAN = "M";
  private static final String MEAN_SQUARE = "V";

  private final AdamWUpdater configuration;
  private INDArray mean;
  private INDArray meanSquare;
  private AdamWCoefficients coefficients;

  AdamWUpdate(AdamWUpdater configuration) {
    this.configuration = configuration;
  }

  @Override
  public void prepare(Step step, long shift) {
    coefficients = AdamWCoefficients.of(step, group(), configuration.degree(), shift);
  }

  @Override
  public ParameterGroup group() {
    return configuration.group();
  }

  @Override
  public AdamWUpdater getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    if (!state.keySet().equals(Set.of(MEAN, MEAN_SQUARE))) {
      throw new IllegalArgumentException("expected the state [M, V], but got " + state.keySet());
    }
    mean = state.get(MEAN);
    meanSquare = state.get(MEAN_SQUARE);
    if (initialize) {
      mean.assign(0);
      meanSquare.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(MEAN, mean, MEAN_SQUARE, meanSquare);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    INDArray moments = view.reshape(view.length());
    long length = moments.length() / 2;
    mean = moments.get(NDArrayIndex.interval(0, length)).reshape(order, shape);
    meanSquare = moments.get(NDArrayIndex.interval(length, 2 * length)).reshape(order, shape);
    if (initialize) {
      moments.assign(0);
    }
  }

  /**
   * Replaces the gradient by the update, which Deeplearning4j subtracts from the weights, and
   * updates the moments.
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
    squared.muli(k.gradientToMeanSquare());
    Nd4j.exec(new Axpy(meanSquare, squared, meanSquare, k.meanSquareToMeanSquare()));
    gradient.muli(k.gradientToMean());
    Nd4j.exec(new Axpy(mean, gradient, mean, k.meanToMean()));
    INDArray deviation = squared.assign(meanSquare).muli(k.squareCorrection());
    Transforms.sqrt(deviation, false).addi(k.epsilon());
    gradient.assign(mean).divi(deviation).muli(k.rate());
  }
}
