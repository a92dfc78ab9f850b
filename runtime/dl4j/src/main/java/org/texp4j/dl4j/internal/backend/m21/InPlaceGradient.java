package org.texp4j.dl4j.internal.backend.m21;

import java.util.Map;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's gradient that returns the very array object its updater knows.
 *
 * <p>Deeplearning4j's updater recognizes its own network's gradient by object identity. But since
 * 1.0.0-M2 {@link DefaultGradient} returns a new view at each call, so the updater takes every
 * gradient for another network's and splits it again at every step.
 */
public final class InPlaceGradient extends DefaultGradient {

  private static final long serialVersionUID = 1;

  private final transient Gradient gradient;
  private final transient INDArray flattened;

  /**
   * Wraps a gradient.
   *
   * @param flattened the array that the updater knows
   */
  public InPlaceGradient(Gradient gradient, INDArray flattened) {
    this.gradient = gradient;
    this.flattened = flattened;
  }

  @Override
  public INDArray gradient() {
    return flattened;
  }

  @Override
  public Map<String, INDArray> gradientForVariable() {
    return gradient.gradientForVariable();
  }

  @Override
  public INDArray getGradientFor(String variable) {
    return gradient.getGradientFor(variable);
  }
}
