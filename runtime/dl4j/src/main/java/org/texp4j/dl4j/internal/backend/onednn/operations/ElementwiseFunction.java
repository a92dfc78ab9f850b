package org.texp4j.dl4j.internal.backend.onednn.operations;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.Optional;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.texp4j.dl4j.internal.backend.onednn.program.Arguments;
import org.texp4j.dl4j.internal.backend.onednn.program.OneDnn;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;

/**
 * A function of one number, as one of oneDNN's elementwise algorithms.
 *
 * @param function its forward direction
 * @param derivative the algorithm of its derivative: of its output where {@code ofOutput},
 *     otherwise of its input
 * @param ofOutput whether the derivative is computed from the output, so that the input need not be
 *     kept
 * @param alpha its parameter
 */
record ElementwiseFunction(
    algorithm function, algorithm derivative, boolean ofOutput, float alpha) {

  static final ElementwiseFunction RELU =
      ofOutput(algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd, 0);

  /** The counterpart of one of Deeplearning4j's activation functions; empty if there is none. */
  static Optional<ElementwiseFunction> of(IActivation activation) {
    Class<?> type = activation.getClass();
    if (type == ActivationReLU.class) {
      ActivationReLU relu = (ActivationReLU) activation;
      boolean plain = isZero(relu.getThreshold()) && isZero(relu.getMax());
      double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
      return plain && slope >= 0
          ? Optional.of(
              new ElementwiseFunction(RELU.function, RELU.derivative, true, (float) slope))
          : Optional.empty();
    } else if (type == ActivationLReLU.class) {
      double slope = ((ActivationLReLU) activation).getAlpha();
      return slope >= 0
          ? Optional.of(
              new ElementwiseFunction(RELU.function, RELU.derivative, true, (float) slope))
          : Optional.empty();
    } else if (type == ActivationTanH.class) {
      return Optional.of(
          ofOutput(algorithm.eltwise_tanh, algorithm.eltwise_tanh_use_dst_for_bwd, 0));
    } else if (type == ActivationSigmoid.class) {
      return Optional.of(
          ofOutput(algorithm.eltwise_logistic, algorithm.eltwise_logistic_use_dst_for_bwd, 0));
    } else if (type == ActivationELU.class) {
      double alpha = ((ActivationELU) activation).getAlpha();
      return Optional.of(
          ofOutput(algorithm.eltwise_elu, algorithm.eltwise_elu_use_dst_for_bwd, (float) alpha));
    } else if (type == ActivationSoftPlus.class) {
      return Optional.of(ofInput(algorithm.eltwise_soft_relu, 0));
    } else if (type == ActivationSwish.class) {
      return Optional.of(ofInput(algorithm.eltwise_swish, 1));
    } else if (type == ActivationGELU.class && !((ActivationGELU) activation).isPrecise()) {
      return Optional.of(ofInput(algorithm.eltwise_swish, 1.702f));
    } else if (type == ActivationMish.class) {
      return Optional.of(ofInput(algorithm.eltwise_mish, 0));
    } else if (type == ActivationReLU6.class) {
      return Optional.of(ofInput(algorithm.eltwise_bounded_relu, 6));
    }
    return Optional.empty();
  }

  /** Multiplication by a constant. */
  static ElementwiseFunction times(double factor) {
    return ofInput(algorithm.eltwise_linear, (float) factor);
  }

  private static boolean isZero(Double value) {
    return value == null || value == 0;
  }

  private static ElementwiseFunction ofOutput(
      algorithm function, algorithm derivative, float alpha) {
    return new ElementwiseFunction(function, derivative, true, alpha);
  }

  private static ElementwiseFunction ofInput(algorithm function, float alpha) {
    return new ElementwiseFunction(function, function, false, alpha);
  }

  /** Makes a primitive apply the function to its result. */
  void append(post_ops operations) {
    operations.append_eltwise(1, function, alpha, 0);
  }

  /** Adds the step that applies the function. */
  Tensor forward(ProgramBuilder builder, Tensor input) {
    Tensor output = builder.tensor(input.layout());
    builder.execute(
        new eltwise_forward(descriptor(builder, function, input.layout())),
        new Arguments().with(DNNL_ARG_SRC, input).with(DNNL_ARG_DST, output));
    return output;
  }

  private eltwise_forward.primitive_desc descriptor(
      ProgramBuilder builder, algorithm algorithm, memory.desc layout) {
    eltwise_forward.desc operation =
        new eltwise_forward.desc(prop_kind.forward_training, algorithm, layout, alpha, 0);
    return new eltwise_forward.primitive_desc(operation, OneDnn.ENGINE);
  }

  /**
   * Adds the step that multiplies a gradient by the derivative.
   *
   * @param known the output where the derivative is {@link #ofOutput}, else the input
   */
  Tensor backward(ProgramBuilder builder, Tensor known, Tensor gradient) {
    memory.desc layout = known.layout();
    Tensor result = builder.tensor(layout);
    eltwise_backward.desc operation =
        new eltwise_backward.desc(derivative, layout, layout, alpha, 0);
    eltwise_backward.primitive_desc descriptor =
        new eltwise_backward.primitive_desc(
            operation, OneDnn.ENGINE, descriptor(builder, derivative, layout));
    builder.execute(
        new eltwise_backward(descriptor),
        new Arguments()
            .with(ofOutput ? DNNL_ARG_DST : DNNL_ARG_SRC, known)
            .with(DNNL_ARG_DIFF_DST, builder.inLayout(gradient, layout))
            .with(DNNL_ARG_DIFF_SRC, result));
    return result;
  }
}
