package org.texp4j.dl4j.internal.backend.onednn;

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

/**
 * Every output a weighted sum of every input.
 *
 * <p>Deeplearning4j's weights, inputs by outputs column after column, are oneDNN's outputs by
 * inputs row after row. An image that was only flattened to be read is read as it is.
 */
final class Dense implements Operation {

  private final Value input;
  private final long[] shape;
  private final Weights weights;
  private final Weights bias;
  private final Elementwise activation;

  private inner_product_forward.primitive_desc forward;
  private Value output;

  /**
   * A dense layer.
   *
   * @param input rows of inputs, or images
   * @param outputs how many numbers it computes for each example
   * @param weights outputs by inputs, the inputs in the input's shape
   * @param bias one number an output; null for none
   * @param activation what is applied to the result, with a derivative of its output; null for
   *     nothing
   */
  Dense(Value input, long outputs, Weights weights, Weights bias, Elementwise activation) {
    this.input = input;
    this.shape = new long[] {input.shape()[0], outputs};
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public Value forward(Assembly assembly) {
    memory.desc source = OneDnn.any(input.shape());
    memory.desc matrix = OneDnn.any(weights.shape());
    inner_product_forward.desc operation =
        bias == null
            ? new inner_product_forward.desc(
                prop_kind.forward_training, source, matrix, OneDnn.plain(shape))
            : new inner_product_forward.desc(
                prop_kind.forward_training,
                source,
                matrix,
                bias.value().layout(),
                OneDnn.plain(shape));
    forward = new inner_product_forward.primitive_desc(operation, attributes(), OneDnn.ENGINE);
    Tensor computed = assembly.tensor(forward.dst_desc());
    assembly.execute(
        new inner_product_forward(forward),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(assembly, forward.src_desc()))
            .with(DNNL_ARG_WEIGHTS, assembly.inLayout(weights.value(), forward.weights_desc()))
            .with(DNNL_ARG_BIAS, Weights.value(bias))
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
  public void backward(Assembly assembly) {
    Tensor gradient =
        activation == null
            ? output.gradient()
            : activation.backward(assembly, output.tensor(assembly), output.gradient());
    byWeights(assembly, gradient);
    if (input.isDifferentiable()) {
      byInput(assembly, gradient);
    }
  }

  private void byWeights(Assembly assembly, Tensor byOutput) {
    memory.desc source = OneDnn.any(input.shape());
    memory.desc matrix = OneDnn.any(weights.shape());
    inner_product_backward_weights.desc operation =
        bias == null
            ? new inner_product_backward_weights.desc(source, matrix, OneDnn.plain(shape))
            : new inner_product_backward_weights.desc(
                source, matrix, bias.gradient().layout(), OneDnn.plain(shape));
    inner_product_backward_weights.primitive_desc choice =
        new inner_product_backward_weights.primitive_desc(operation, OneDnn.ENGINE, forward);
    memory.desc layout = choice.diff_weights_desc();
    boolean direct = weights.gradient().hasLayout(layout);
    Tensor gradient = direct ? weights.gradient() : assembly.tensor(layout);
    assembly.execute(
        new inner_product_backward_weights(choice),
        new Arguments()
            .with(DNNL_ARG_SRC, input.tensor(assembly, choice.src_desc()))
            .with(DNNL_ARG_DIFF_DST, assembly.inLayout(byOutput, choice.diff_dst_desc()))
            .with(DNNL_ARG_DIFF_WEIGHTS, gradient)
            .with(DNNL_ARG_DIFF_BIAS, bias == null ? null : bias.gradient()));
    if (!direct) {
      assembly.copy(gradient, weights.gradient());
    }
  }

  private void byInput(Assembly assembly, Tensor byOutput) {
    inner_product_backward_data.desc operation =
        new inner_product_backward_data.desc(
            OneDnn.any(input.shape()), OneDnn.any(weights.shape()), OneDnn.plain(shape));
    inner_product_backward_data.primitive_desc choice =
        new inner_product_backward_data.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = assembly.tensor(choice.diff_src_desc());
    assembly.execute(
        new inner_product_backward_data(choice),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, assembly.inLayout(byOutput, choice.diff_dst_desc()))
            .with(DNNL_ARG_WEIGHTS, assembly.inLayout(weights.value(), choice.weights_desc()))
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(assembly, gradient);
  }
}
