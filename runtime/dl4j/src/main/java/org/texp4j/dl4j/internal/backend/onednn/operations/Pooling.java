package org.texp4j.dl4j.internal.backend.onednn.operations;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.texp4j.dl4j.internal.backend.onednn.program.Arguments;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.OneDnn;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** The maximum or the mean over each position of a window. */
final class Pooling implements Operation {

  private final Value input;
  private final long[] shape;
  private final algorithm kind;
  private final Window window;

  private pooling_forward.primitive_desc forward;
  private Tensor places;
  private Value output;

  private Pooling(Value input, long[] shape, algorithm kind, Window window) {
    this.input = input;
    this.shape = shape;
    this.kind = kind;
    this.window = window;
  }

  /**
   * The pooling of a layer; empty if oneDNN has no such kind.
   *
   * @param shape of the result: examples, channels, rows, columns
   */
  static Optional<Operation> of(Value input, long[] shape, SubsamplingLayer layer) {
    return Arrays.stream(layer.getDilation()).allMatch(dilation -> dilation == 1)
        ? kind(layer)
            .map(kind -> new Pooling(input, shape, kind, Window.of(layer, input.shape(), shape)))
        : Optional.empty();
  }

  private static Optional<algorithm> kind(SubsamplingLayer layer) {
    return switch (layer.getPoolingType()) {
      case MAX -> Optional.of(algorithm.pooling_max);
      case AVG ->
          Optional.of(
              layer.isAvgPoolIncludePadInDivisor()
                  ? algorithm.pooling_avg_include_padding
                  : algorithm.pooling_avg_exclude_padding);
      default -> Optional.empty();
    };
  }

  /** The pooling of whole images; empty if oneDNN has no such kind. */
  static Optional<Operation> global(Value input, GlobalPoolingLayer layer) {
    // Deeplearning4j sets rows and columns here when it is given the input type.
    int[] dimensions = layer.getPoolingDimensions();
    if (input.shape().length != 4
        || dimensions != null && !Arrays.equals(dimensions, new int[] {2, 3})) {
      return Optional.empty();
    }
    long[] shape = {input.shape()[0], input.shape()[1], 1, 1};
    Window window = Window.whole(input.shape());
    return switch (layer.getPoolingType()) {
      case MAX -> Optional.of(new Pooling(input, shape, algorithm.pooling_max, window));
      case AVG ->
          Optional.of(new Pooling(input, shape, algorithm.pooling_avg_exclude_padding, window));
      default -> Optional.empty();
    };
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    Tensor source = input.tensor(builder);
    pooling_forward.desc operation =
        new pooling_forward.desc(
            prop_kind.forward_training,
            kind,
            source.layout(),
            Layouts.any(shape),
            window.stride(),
            window.kernel(),
            window.before(),
            window.after());
    forward = new pooling_forward.primitive_desc(operation, OneDnn.ENGINE);
    Tensor pooled = builder.tensor(forward.dst_desc());
    if (kind == algorithm.pooling_max) {
      places = builder.tensor(forward.workspace_desc());
    }
    builder.execute(
        new pooling_forward(forward),
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_DST, pooled)
            .with(DNNL_ARG_WORKSPACE, places));
    output = Value.computed(pooled, shape);
    return output;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    if (!input.isDifferentiable()) {
      return;
    }
    memory.desc source = input.tensor(builder).layout();
    pooling_backward.desc operation =
        new pooling_backward.desc(
            kind,
            source,
            output.tensor(builder).layout(),
            window.stride(),
            window.kernel(),
            window.before(),
            window.after());
    pooling_backward.primitive_desc descriptor =
        new pooling_backward.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = builder.tensor(descriptor.diff_src_desc());
    builder.execute(
        new pooling_backward(descriptor),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, output.gradient(builder, descriptor.diff_dst_desc()))
            .with(DNNL_ARG_WORKSPACE, places)
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(builder, gradient);
  }
}
