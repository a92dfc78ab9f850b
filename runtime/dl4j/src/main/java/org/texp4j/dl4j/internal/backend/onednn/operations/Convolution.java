package org.texp4j.dl4j.internal.backend.onednn.operations;

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
import org.texp4j.dl4j.internal.backend.onednn.program.Arguments;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.OneDnn;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.Parameter;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/**
 * A two-dimensional convolution, in one or several groups.
 *
 * <p>Always by the direct algorithm, since Winograd's rounds worse.
 */
final class Convolution implements Operation {

  private final Value input;
  private final long[] shape;
  private final Parameter weights;
  private final Parameter bias;
  private final Window window;
  private final Value addend;
  private final ElementwiseFunction activation;

  private convolution_forward.primitive_desc forward;
  private Value output;

  /**
   * Creates a convolution.
   *
   * @param shape of the result: examples, channels, rows, columns
   * @param weights output channels, input channels, rows, columns; before them the groups, if any
   * @param bias one number per channel; null for none
   * @param addend a value to add to the result, such as the other path of a residual block; null
   *     for none
   * @param activation a function {@linkplain ElementwiseFunction#ofOutput differentiated by its
   *     output}, to apply to the result; null for none
   */
  Convolution(
      Value input,
      long[] shape,
      Parameter weights,
      Parameter bias,
      Window window,
      Value addend,
      ElementwiseFunction activation) {
    this.input = input;
    this.shape = shape;
    this.weights = weights;
    this.bias = bias;
    this.window = window;
    this.addend = addend;
    this.activation = activation;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    memory.desc source = Layouts.images(input.shape());
    memory.desc kernel = Layouts.any(weights.shape());
    Tensor added = addend == null ? null : addend.tensor(builder);
    memory.desc result = added == null ? Layouts.images(shape) : added.layout();
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
    Tensor computed = builder.tensor(forward.dst_desc());
    builder.execute(
        new convolution_forward(forward),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(builder, forward.src_desc()))
            .with(DNNL_ARG_WEIGHTS, builder.inLayout(weights.value(), forward.weights_desc()))
            .with(DNNL_ARG_BIAS, Parameter.valueOf(bias))
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
  public void backward(ProgramBuilder builder) {
    Tensor gradient =
        activation == null
            ? output.gradient()
            : activation.backward(builder, output.tensor(builder), output.gradient());
    if (addend != null && addend.isDifferentiable()) {
      addend.contribute(builder, gradient, true);
    }
    memory.desc source = Layouts.images(input.shape());
    memory.desc kernel = Layouts.any(weights.shape());
    memory.desc result = Layouts.images(shape);
    byWeights(builder, source, kernel, result, gradient);
    if (input.isDifferentiable()) {
      byInput(builder, source, kernel, result, gradient);
    }
  }

  private void byWeights(
      ProgramBuilder builder,
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
    convolution_backward_weights.primitive_desc descriptor =
        new convolution_backward_weights.primitive_desc(operation, OneDnn.ENGINE, forward);
    memory.desc layout = descriptor.diff_weights_desc();
    boolean direct = weights.gradient().hasLayout(layout);
    Tensor gradient = direct ? weights.gradient() : builder.tensor(layout);
    builder.execute(
        new convolution_backward_weights(descriptor),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(builder, descriptor.src_desc()))
            .with(DNNL_ARG_DIFF_DST, builder.inLayout(byOutput, descriptor.diff_dst_desc()))
            .with(DNNL_ARG_DIFF_WEIGHTS, gradient)
            .with(DNNL_ARG_DIFF_BIAS, Parameter.gradientOf(bias)));
    if (!direct) {
      builder.copy(gradient, weights.gradient());
    }
  }

  private void byInput(
      ProgramBuilder builder,
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
    convolution_backward_data.primitive_desc descriptor =
        new convolution_backward_data.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = builder.tensor(descriptor.diff_src_desc());
    builder.execute(
        new convolution_backward_data(descriptor),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, builder.inLayout(byOutput, descriptor.diff_dst_desc()))
            .with(DNNL_ARG_WEIGHTS, builder.inLayout(weights.value(), descriptor.weights_desc()))
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(builder, gradient);
  }
}
