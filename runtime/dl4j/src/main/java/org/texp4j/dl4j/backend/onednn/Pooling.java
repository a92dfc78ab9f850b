package org.texp4j.dl4j.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** The maximum or the mean of each place of a window. */
final class Pooling implements Operation {

  private final Value input;
  private final long[] shape;
  private final algorithm kind;
  private final Window window;

  private pooling_forward.primitive_desc forward;
  private Tensor places;
  private Value output;

  /**
   * A pooling.
   *
   * @param shape of what it computes: examples, channels, rows, columns
   * @param kind maximum, or mean with or without the zeros around the image
   */
  Pooling(Value input, long[] shape, algorithm kind, Window window) {
    this.input = input;
    this.shape = shape;
    this.kind = kind;
    this.window = window;
  }

  @Override
  public Value forward(Assembly assembly) {
    Tensor source = input.tensor(assembly);
    pooling_forward.desc operation =
        new pooling_forward.desc(
            prop_kind.forward_training,
            kind,
            source.layout(),
            OneDnn.any(shape),
            window.stride(),
            window.kernel(),
            window.before(),
            window.after());
    forward = new pooling_forward.primitive_desc(operation, OneDnn.ENGINE);
    Tensor pooled = assembly.tensor(forward.dst_desc());
    if (kind == algorithm.pooling_max) {
      places = assembly.tensor(forward.workspace_desc());
    }
    assembly.execute(
        new pooling_forward(forward),
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_DST, pooled)
            .with(DNNL_ARG_WORKSPACE, places));
    output = Value.computed(pooled, shape);
    return output;
  }

  @Override
  public void backward(Assembly assembly) {
    if (!input.isDifferentiable()) {
      return;
    }
    memory.desc source = input.tensor(assembly).layout();
    pooling_backward.desc operation =
        new pooling_backward.desc(
            kind,
            source,
            output.tensor(assembly).layout(),
            window.stride(),
            window.kernel(),
            window.before(),
            window.after());
    pooling_backward.primitive_desc choice =
        new pooling_backward.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = assembly.tensor(choice.diff_src_desc());
    assembly.execute(
        new pooling_backward(choice),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, output.gradient(assembly, choice.diff_dst_desc()))
            .with(DNNL_ARG_WORKSPACE, places)
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(assembly, gradient);
  }
}
