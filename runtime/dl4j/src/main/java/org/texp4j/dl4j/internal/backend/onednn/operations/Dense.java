package org.texp4j.dl4j.internal.backend.onednn.operations;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
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
 * A fully connected layer: oneDNN's inner product.
 *
 * <p>Deeplearning4j's weights, inputs by outputs in column-major order, are oneDNN's outputs by
 * inputs in row-major order. Images are read without being flattened.
 */
final class Dense implements Operation {

  private final Value input;
  private final long[] shape;
  private final Parameter weights;
  private final Parameter bias;
  private final ElementwiseFunction activation;

  private inner_product_forward.primitive_desc forward;
  private Value output;

  /**
   * Creates a dense layer.
   *
   * @param input rows of inputs, or images
   * @param outputs the number of outputs per example
   * @param weights outputs by inputs, the inputs in the input's shape
   * @param bias one number per output; null for none
   * @param activation a function {@linkplain ElementwiseFunction#ofOutput differentiated by its
   *     output}, to apply to the result; null for none
   */
  Dense(
      Value input,
      long outputs,
      Parameter weights,
      Parameter bias,
      ElementwiseFunction activation) {
    this.input = input;
    this.shape = new long[] {input.shape()[0], outputs};
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    memory.desc source = Layouts.any(input.shape());
    memory.desc matrix = Layouts.any(weights.shape());
    inner_product_forward.desc operation =
        bias == null
            ? new inner_product_forward.desc(
                prop_kind.forward_training, source, matrix, Layouts.plain(shape))
            : new inner_product_forward.desc(
                prop_kind.forward_training,
                source,
                matrix,
                bias.value().layout(),
                Layouts.plain(shape));
    forward = new inner_product_forward.primitive_desc(operation, attributes(), OneDnn.ENGINE);
    Tensor computed = builder.tensor(forward.dst_desc());
    builder.execute(
        new inner_product_forward(forward),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(builder, forward.src_desc()))
            .with(DNNL_ARG_WEIGHTS, builder.inLayout(weights.value(), forward.weights_desc()))
            .with(DNNL_ARG_BIAS, Parameter.valueOf(bias))
            .with(DNNL_ARG_DST, computed));
    output = Value.computed(computed, shape);
    return output;
  }

  private primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    if (activation != null) {
      post_ops operations = new post_ops();
      activation.append(operations);
      attributes.set_post_ops(operations);
    }
    return attributes;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    Tensor gradient =
        activation == null
            ? output.gradient()
            : activation.backward(builder, output.tensor(builder), output.gradient());
    byWeights(builder, gradient);
    if (input.isDifferentiable()) {
      byInput(builder, gradient);
    }
  }

  private void byWeights(ProgramBuilder builder, Tensor byOutput) {
    memory.desc source = Layouts.any(input.shape());
    memory.desc matrix = Layouts.any(weights.shape());
    inner_product_backward_weights.desc operation =
        bias == null
            ? new inner_product_backward_weights.desc(source, matrix, Layouts.plain(shape))
            : new inner_product_backward_weights.desc(
                source, matrix, bias.gradient().layout(), Layouts.plain(shape));
    inner_product_backward_weights.primitive_desc descriptor =
        new inner_product_backward_weights.primitive_desc(operation, OneDnn.ENGINE, forward);
    memory.desc layout = descriptor.diff_weights_desc();
    boolean direct = weights.gradient().hasLayout(layout);
    Tensor gradient = direct ? weights.gradient() : builder.tensor(layout);
    builder.execute(
        new inner_product_backward_weights(descriptor),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(builder, descriptor.src_desc()))
            .with(DNNL_ARG_DIFF_DST, builder.inLayout(byOutput, descriptor.diff_dst_desc()))
            .with(DNNL_ARG_DIFF_WEIGHTS, gradient)
            .with(DNNL_ARG_DIFF_BIAS, Parameter.gradientOf(bias)));
    if (!direct) {
      builder.copy(gradient, weights.gradient());
    }
  }

  private void byInput(ProgramBuilder builder, Tensor byOutput) {
    inner_product_backward_data.desc operation =
        new inner_product_backward_data.desc(
            Layouts.any(input.shape()), Layouts.any(weights.shape()), Layouts.plain(shape));
    inner_product_backward_data.primitive_desc descriptor =
        new inner_product_backward_data.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = builder.tensor(descriptor.diff_src_desc());
    builder.execute(
        new inner_product_backward_data(descriptor),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, builder.inLayout(byOutput, descriptor.diff_dst_desc()))
            .with(DNNL_ARG_WEIGHTS, builder.inLayout(weights.value(), descriptor.weights_desc()))
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(builder, gradient);
  }
}
