package org.texp4j.dl4j.internal.update;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

/**
 * Deeplearning4j's clipping and normalization of gradients, for tensors whose gradients are those
 * of the declared run divided by powers of P: g = P^d g̃.
 *
 * <p>The norm in the declared run is √Σ P^2d ‖g̃‖² over the tensors of a layer; it determines one
 * factor for all of them. A threshold C on single elements becomes C/P^d. So the clipped gradient
 * is again that of the declared run divided by P^d, and the rest of the step is as exact as without
 * clipping. As in Deeplearning4j, clipping precedes the weight decay, and includes the changes of
 * running statistics of batch normalization among the gradients.
 *
 * <p>Not safe for use by several threads.
 */
public final class ScaledClipping {

  /** An updater of a network that uses this clipping. */
  public interface Owner {
    /** Its clipping. */
    ScaledClipping clipping();
  }

  /** Deeplearning4j's substitute for a norm of 0 as a divisor. */
  private static final double NORM_OF_ZERO = 1e-5;

  private final Map<String, Integer> degrees;
  private ScaledDouble scale = ScaledDouble.ONE;

  /**
   * Creates the clipping of a network.
   *
   * @param degrees d by the name of the tensor; 0 for tensors that are not listed
   */
  public ScaledClipping(Map<String, Integer> degrees) {
    this.degrees = Map.copyOf(degrees);
  }

  /** Whether any tensor is held at a power of P; if not, Deeplearning4j's own clipping suffices. */
  public boolean isScaled() {
    return !degrees.isEmpty();
  }

  /** Sets the scale of the next step, for a state held a power of two below it. */
  void prepare(Step step, long shift) {
    scale = step.before().scale().shifted(-shift);
  }

  /**
   * Clips or normalizes the gradients of a layer, in place.
   *
   * @param layer the key of the layer
   * @param normalization the kind of clipping or normalization
   * @param threshold the threshold of the kinds that clip
   * @param gradients the gradients by the name of their tensor within the layer
   */
  public void apply(
      String layer,
      GradientNormalization normalization,
      double threshold,
      Map<String, INDArray> gradients) {
    switch (normalization) {
      case None -> {}
      case RenormalizeL2PerLayer ->
          multiply(gradients.values(), 1 / divisor(norm(layer, gradients)));
      case ClipL2PerLayer -> clip(gradients.values(), norm(layer, gradients), threshold);
      case RenormalizeL2PerParamType ->
          gradients.forEach(
              (tensor, gradient) ->
                  gradient.muli(1 / divisor(factor(layer, tensor) * norm(gradient))));
      case ClipL2PerParamType ->
          gradients.forEach(
              (tensor, gradient) ->
                  clip(List.of(gradient), factor(layer, tensor) * norm(gradient), threshold));
      case ClipElementWiseAbsoluteValue ->
          gradients.forEach(
              (tensor, gradient) -> {
                double bound = threshold / factor(layer, tensor);
                Nd4j.exec(
                    DynamicCustomOp.builder("clipbyvalue")
                        .addInputs(gradient)
                        .callInplace(true)
                        .addFloatingPointArguments(-bound, bound)
                        .build());
              });
    }
  }

  /** P^d of a tensor. */
  private double factor(String layer, String tensor) {
    int degree = degrees.getOrDefault(layer + "_" + tensor, 0);
    if (degree == 0) {
      return 1;
    }
    double power = scale.power(Math.abs(degree)).toDouble();
    return degree > 0 ? power : 1 / power;
  }

  /** The norm of a layer's gradient in the declared run. */
  private double norm(String layer, Map<String, INDArray> gradients) {
    double sum = 0;
    for (Map.Entry<String, INDArray> gradient : gradients.entrySet()) {
      double norm = factor(layer, gradient.getKey()) * norm(gradient.getValue());
      sum += norm * norm;
    }
    return Math.sqrt(sum);
  }

  private static double norm(INDArray array) {
    return array.norm2Number().doubleValue();
  }

  private static double divisor(double norm) {
    return norm == 0 ? NORM_OF_ZERO : norm;
  }

  private static void clip(Collection<INDArray> gradients, double norm, double threshold) {
    if (norm > threshold) {
      multiply(gradients, threshold / norm);
    }
  }

  private static void multiply(Collection<INDArray> gradients, double factor) {
    gradients.forEach(gradient -> gradient.muli(factor));
  }
}
