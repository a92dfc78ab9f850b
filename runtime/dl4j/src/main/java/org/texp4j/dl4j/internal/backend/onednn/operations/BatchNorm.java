package org.texp4j.dl4j.internal.backend.onednn.operations;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.texp4j.dl4j.internal.backend.onednn.program.Arguments;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.OneDnn;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.Parameter;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** Batch normalization, optionally fused with the rectifier behind it. */
final class BatchNorm implements Operation {

  private final Value input;
  private final BatchNormalization layer;
  private final boolean rectified;
  private final boolean training;
  private final long channels;

  private Parameter scale;
  private Parameter shift;
  private Tensor mean;
  private Tensor variance;
  private Tensor signs;
  private batch_normalization_forward.primitive_desc forward;
  private Value output;

  /**
   * Creates a batch normalization.
   *
   * @param input examples, channels and, of images, rows and columns
   * @param rectified whether to include the rectifier behind it
   * @param training whether to use the batch's own statistics, or the running ones
   */
  BatchNorm(Value input, BatchNormalization layer, boolean rectified, boolean training) {
    this.input = input;
    this.layer = layer;
    this.rectified = rectified;
    this.training = training;
    this.channels = input.shape()[1];
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    scale = Parameter.of(builder, layer, BatchNormalizationParamInitializer.GAMMA, channels);
    shift = Parameter.of(builder, layer, BatchNormalizationParamInitializer.BETA, channels);
    mean = builder.tensor(Layouts.plain(channels));
    variance = builder.tensor(Layouts.plain(channels));
    if (!training) {
      RunningStatistics running = RunningStatistics.of(builder, layer);
      Supplier<FloatBuffer> means = builder.floats(mean);
      Supplier<FloatBuffer> variances = builder.floats(variance);
      builder.addStep(() -> running.read(means.get(), variances.get()), mean, variance);
    }
    Tensor source = image(builder, input.tensor(builder));
    forward = forward(source.layout());
    Tensor normalized = builder.tensor(source.layout());
    if (training && rectified) {
      signs = builder.tensor(forward.workspace_desc());
    }
    batch_normalization_forward primitive = new batch_normalization_forward(forward);
    NormalizationEpsilon.bind(builder, primitive, () -> layer.layerConf().getEps());
    builder.execute(
        primitive,
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, Parameter.valueOf(scale))
            .with(DNNL_ARG_SHIFT, Parameter.valueOf(shift))
            .with(DNNL_ARG_WORKSPACE, signs)
            .with(DNNL_ARG_DST, normalized));
    output = Value.computed(row(builder, normalized), input.shape());
    return output;
  }

  private batch_normalization_forward.primitive_desc forward(memory.desc layout) {
    batch_normalization_forward.desc operation =
        new batch_normalization_forward.desc(
            (training ? prop_kind.forward_training : prop_kind.forward_inference).value,
            layout,
            (float) layer.layerConf().getEps(),
            flags());
    return new batch_normalization_forward.primitive_desc(operation, OneDnn.ENGINE);
  }

  private int flags() {
    int flags = training ? 0 : normalization_flags.use_global_stats.value;
    if (scale != null) {
      flags |= normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    }
    return rectified ? flags | normalization_flags.fuse_norm_relu.value : flags;
  }

  /** Rows are images of one pixel. */
  private Tensor image(ProgramBuilder builder, Tensor tensor) {
    return input.shape().length == 4
        ? tensor
        : builder.view(
            builder.inLayout(tensor, Layouts.plain(input.shape())),
            Layouts.plain(input.shape()[0], channels, 1, 1));
  }

  private Tensor row(ProgramBuilder builder, Tensor tensor) {
    return input.shape().length == 4 ? tensor : builder.view(tensor, Layouts.plain(input.shape()));
  }

  @Override
  public void backward(ProgramBuilder builder) {
    Tensor source = image(builder, input.tensor(builder));
    batch_normalization_backward.desc operation =
        new batch_normalization_backward.desc(
            prop_kind.backward.value,
            source.layout(),
            source.layout(),
            (float) layer.layerConf().getEps(),
            flags());
    batch_normalization_backward.primitive_desc descriptor =
        new batch_normalization_backward.primitive_desc(operation, OneDnn.ENGINE, forward);
    batch_normalization_backward primitive = new batch_normalization_backward(descriptor);
    NormalizationEpsilon.bind(builder, primitive, () -> layer.layerConf().getEps());
    Tensor gradient = builder.tensor(source.layout());
    builder.execute(
        primitive,
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, Parameter.valueOf(scale))
            .with(DNNL_ARG_SHIFT, Parameter.valueOf(shift))
            .with(DNNL_ARG_WORKSPACE, signs)
            .with(
                DNNL_ARG_DIFF_DST,
                builder.inLayout(image(builder, output.gradient()), source.layout()))
            .with(DNNL_ARG_DIFF_SCALE, Parameter.gradientOf(scale))
            .with(DNNL_ARG_DIFF_SHIFT, Parameter.gradientOf(shift))
            .with(DNNL_ARG_DIFF_SRC, gradient));
    RunningStatistics running = RunningStatistics.of(builder, layer);
    Supplier<FloatBuffer> means = builder.floats(mean);
    Supplier<FloatBuffer> variances = builder.floats(variance);
    builder.addStep(() -> running.move(means.get(), variances.get()), mean, variance);
    if (input.isDifferentiable()) {
      input.contribute(builder, row(builder, gradient));
    }
  }
}
