package org.texp4j.dl4j.internal.backend.onednn.operations;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.resampling_backward;
import org.bytedeco.dnnl.resampling_forward;
import org.texp4j.dl4j.internal.backend.onednn.program.Arguments;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.OneDnn;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** Images enlarged by repeating each pixel a whole number of times in either direction. */
final class Upsampling implements Operation {

  private final Value input;
  private final long[] shape;
  private memory.desc source;
  private memory.desc result;
  private resampling_forward.primitive_desc forward;
  private Value output;

  /**
   * Creates an upsampling.
   *
   * @param shape of the result; rows and columns are multiples of the input's
   */
  Upsampling(Value input, long[] shape) {
    this.input = input;
    this.shape = shape;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    source = input.tensor(builder).layout();
    result = Layouts.like(source, input.shape(), shape);
    resampling_forward.desc operation =
        new resampling_forward.desc(
            prop_kind.forward_training, algorithm.resampling_nearest, source, result);
    forward = new resampling_forward.primitive_desc(operation, OneDnn.ENGINE);
    Tensor repeated = builder.tensor(result);
    builder.execute(
        new resampling_forward(forward),
        new Arguments().with(DNNL_ARG_SRC, input.tensor(builder)).with(DNNL_ARG_DST, repeated));
    output = Value.computed(repeated, shape);
    return output;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    if (!input.isDifferentiable()) {
      return;
    }
    resampling_backward.desc operation =
        new resampling_backward.desc(algorithm.resampling_nearest, source, result);
    resampling_backward.primitive_desc descriptor =
        new resampling_backward.primitive_desc(operation, OneDnn.ENGINE, forward);
    Tensor gradient = builder.tensor(source);
    builder.execute(
        new resampling_backward(descriptor),
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, output.gradient(builder, result))
            .with(DNNL_ARG_DIFF_SRC, gradient));
    input.contribute(builder, gradient);
  }
}
