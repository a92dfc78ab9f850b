package org.texp4j.dl4j.internal.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A two-dimensional convolution, in groups or not.
 *
 * <p>Direct, never Winograd's: its backward directions are slower here and its rounding errors
 * larger.
 */
final class Convolution implements Operation {

  private final Value input;
  private final long[] shape;
  private final Weights weights;
  private final Weights bias;
  private final Window window;
  private final Value addend;
  private final Elementwise activation;

  private convolution_forward.primitive_desc forward;
  private Value output;

  /**
   * A convolution.
   *
   * @param shape of what it computes: examples, channels, rows, columns
   * @param weights output channels, input channels, rows, columns; before them the groups, if any
   * @param bias one number a channel; null for none
   * @param addend what is added to the result, such as the other path of a residual block; null for
   *     nothing
   * @param activation what is applied to the result, with a derivative of its output; null for
   *     nothing
   */
  Convolution(
      Value input,
      long[] shape,
      Weights weights,
      Weights bias,
      Window window,
      Value addend,
      Elementwise activation) {
    this.input = input;
    this.shape = shape;
    this.weights = weights;
    this.bias = bias;
    this.window = window;
    this.addend = addend;
    this.activation = activation;
  }

  @Override
  public Value forward(Assembly assembly) {
    memory.desc source = OneDnn.images(input.shape());
    memory.desc kernel = OneDnn.any(weights.shape());
    Tensor added = addend == null ? null : addend.tensor(assembly);
    memory.desc result = added == null ? OneDnn.images(shape) : added.layout();
    convolution_forward.desc operation =
        bias == null
            ? new convolution_forward.desc(
                prop_kind.forward_training,
                algorithm.convolution_direct,
                source,
                kernel,
                result,
                window.stride(),
                window.dilation(),
                window.before(),
                window.after())
            : new convolution_forward.desc(
                prop_kind.forward_training,
                algorithm.convolution_direct,
                source,
                kernel,
                bias.value().layout(),
                result,
                window.stride(),
                window.dilation(),
                window.before(),
                window.after());
    forward = new convolution_forward.primitive_desc(operation, attributes(added), OneDnn.ENGINE);
    Tensor computed = assembly.tensor(forward.dst_desc());
    assembly.execute(
        new convolution_forward(forward),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(assembly, forward.src_desc()))
            .with(DNNL_ARG_WEIGHTS, assembly.inLayout(weights.value(), forward.weights_desc()))
            .with(DNNL_ARG_BIAS, Weights.value(bias))
            .with(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, added)
            .with(DNNL_ARG_DST, computed));
    output = Value.computed(computed, shape);
    return output;
  }

  private primitive_attr attributes(Tensor added) {
    post_ops operations = new post_ops();
    if (added != null) {
      operations.append_binary(algorithm.binary_add, added.layout());
    }
    if (activation != null) {
      activation.append(operations);
    }
    primitive_attr attributes = new primitive_attr();
    attributes.set_post_ops(operations);
    return attributes;
  }

  @Override
  public void backward(Assembly assembly) {
    Tensor gradient =
        activation == null
            ? output.gradient()
            : activation.backward(assembly, output.tensor(assembly), output.gradient());
    if (addend != null && addend.isDifferentiable()) {
      addend.contribute(assembly, gradient, true);
    }
    memory.desc source = OneDnn.images(input.shape());
    memory.desc kernel = OneDnn.any(weights.shape());
    memory.desc result = OneDnn.images(shape);
    byWeights(assembly, source, kernel, result, gradient);
    if (input.isDifferentiable()) {
      byInput(assembly, source, kernel, result, gradient);
    }
  }

  private void byWeights(
      Assembly assembly,
      memory.desc source,
      memory.desc kernel,
      memory.desc result,
      Tensor byOutput) {
    convolution_backward_weights.desc operation =
        bias == null
            ? new convolution_backward_weights.desc(
                algorithm.convolution_direct,
                source,
                kernel,
                result,
                window.stride(),
                window.dilation(),
                window.before(),
                window.after())
            : new convolution_backward_weights.desc(
                algorithm.convolution_direct,
                source,
                kernel,
                bias.gradient().layout(),
                result,
                window.stride(),
                window.dilation(),
                window.before(),
                window.after());
    convolution_backward_weights.primitive_desc choice =
        new convolution_backward_weights.primitive_desc(operation, OneDnn.ENGINE, forward);
    memory.desc layout = choice.diff_weights_desc();
    boolean direct = weights.gradient().hasLayout(layout);
    Tensor gradient = direct ? weights.gradient() : assembly.tensor(layout);
    assembly.execute(
        new convolution_backward_weights(choice),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(assembly, choice.src_desc()))
            .with(DNNL_ARG_DIFF_DST, assembly.inLayout(byOutput, choice.diff_dst_desc()))
            .with(DNNL_ARG_DIFF_WEIGHTS, gradient)
            .with(DNNL_ARG_DIFF_BIAS, bias == null ? null : bias.gradient()));
    if (!direct) {
      assembly.copy(gradient, weights.gradient());
    }
  }

  private void byInput(
      Assembly assembly,
      memory.desc source,
      memory.desc kernel,
      memory.desc result,
      Tensor byOutput) {
    convolution_backward_data.desc operation =
        new convolution_backward_data.desc(
            algorithm.convolution_direct,
            source,
            kernel,
            result,
            window.stride(),
            window.dilation(),
            window.before(),
            window.after());
    convolution_backward_data.primitive_desc choice =
        new convolution_backward_data.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = assembly.tensor(choice.diff_src_desc());
    assembly.execute(
        new convolution_backward_data(choice),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, assembly.inLayout(byOutput, choice.diff_dst_desc()))
            .with(DNNL_ARG_WEIGHTS, assembly.inLayout(weights.value(), choice.weights_desc()))
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(assembly, gradient);
  }
}
