package org.texp4j.dl4j.internal.network;

import java.util.Map;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's gradient under the very array object that its updater knows.
 *
 * <p>Deeplearning4j's updater tells its own network's gradient by object identity; but since
 * 1.0.0-M2 {@link DefaultGradient} hands out a new view at each call, so every gradient is taken
 * for another network's, and the updater cuts it into pieces anew at every step.
 */
final class InPlaceGradient extends DefaultGradient {

  private static final long serialVersionUID = 1;

  private final transient Gradient gradient;
  private final transient INDArray flattened;

  InPlaceGradient(Gradient gradient, INDArray flattened) {
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
