package org.texp4j.dl4j.internal.backend.onednn;

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

/** Batch normalization, with the rectifier behind it if there is one. */
final class BatchNorm implements Operation {

  private final Value input;
  private final BatchNormalization layer;
  private final boolean rectified;
  private final boolean training;
  private final long channels;

  private Weights scale;
  private Weights shift;
  private Tensor mean;
  private Tensor variance;
  private Tensor signs;
  private batch_normalization_forward.primitive_desc forward;
  private Value output;

  /**
   * A batch normalization.
   *
   * @param input examples, channels and, of images, rows and columns
   * @param rectified whether a rectifier follows that nothing else reads past
   * @param training whether the batch's own statistics count, or the running ones
   */
  BatchNorm(Value input, BatchNormalization layer, boolean rectified, boolean training) {
    this.input = input;
    this.layer = layer;
    this.rectified = rectified;
    this.training = training;
    this.channels = input.shape()[1];
  }

  @Override
  public Value forward(Assembly assembly) {
    scale = Weights.of(assembly, layer, BatchNormalizationParamInitializer.GAMMA, channels);
    shift = Weights.of(assembly, layer, BatchNormalizationParamInitializer.BETA, channels);
    mean = assembly.tensor(OneDnn.plain(channels));
    variance = assembly.tensor(OneDnn.plain(channels));
    if (!training) {
      RunningStatistics running = RunningStatistics.of(assembly, layer);
      Supplier<FloatBuffer> means = assembly.floats(mean);
      Supplier<FloatBuffer> variances = assembly.floats(variance);
      assembly.run(() -> running.read(means.get(), variances.get()), mean, variance);
    }
    Tensor source = image(assembly, input.tensor(assembly));
    forward = forward(source.layout());
    Tensor normalized = assembly.tensor(source.layout());
    if (training && rectified) {
      signs = assembly.tensor(forward.workspace_desc());
    }
    batch_normalization_forward primitive = new batch_normalization_forward(forward);
    NormalizationEpsilon.carry(assembly, primitive, () -> layer.layerConf().getEps());
    assembly.execute(
        primitive,
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, Weights.value(scale))
            .with(DNNL_ARG_SHIFT, Weights.value(shift))
            .with(DNNL_ARG_WORKSPACE, signs)
            .with(DNNL_ARG_DST, normalized));
    output = Value.computed(row(assembly, normalized), input.shape());
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
  private Tensor image(Assembly assembly, Tensor tensor) {
    return input.shape().length == 4
        ? tensor
        : assembly.view(
            assembly.inLayout(tensor, OneDnn.plain(input.shape())),
            OneDnn.plain(input.shape()[0], channels, 1, 1));
  }

  private Tensor row(Assembly assembly, Tensor tensor) {
    return input.shape().length == 4 ? tensor : assembly.view(tensor, OneDnn.plain(input.shape()));
  }

  @Override
  public void backward(Assembly assembly) {
    Tensor source = image(assembly, input.tensor(assembly));
    batch_normalization_backward.desc operation =
        new batch_normalization_backward.desc(
            prop_kind.backward.value,
            source.layout(),
            source.layout(),
            (float) layer.layerConf().getEps(),
            flags());
    batch_normalization_backward.primitive_desc choice =
        new batch_normalization_backward.primitive_desc(operation, OneDnn.ENGINE, forward);
    batch_normalization_backward primitive = new batch_normalization_backward(choice);
    NormalizationEpsilon.carry(assembly, primitive, () -> layer.layerConf().getEps());
    Tensor gradient = assembly.tensor(source.layout());
    assembly.execute(
        primitive,
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, Weights.value(scale))
            .with(DNNL_ARG_SHIFT, Weights.value(shift))
            .with(DNNL_ARG_WORKSPACE, signs)
            .with(
                DNNL_ARG_DIFF_DST,
                assembly.inLayout(image(assembly, output.gradient()), source.layout()))
            .with(DNNL_ARG_DIFF_SCALE, scale == null ? null : scale.gradient())
            .with(DNNL_ARG_DIFF_SHIFT, shift == null ? null : shift.gradient())
            .with(DNNL_ARG_DIFF_SRC, gradient));
    RunningStatistics running = RunningStatistics.of(assembly, layer);
    Supplier<FloatBuffer> means = assembly.floats(mean);
    Supplier<FloatBuffer> variances = assembly.floats(variance);
    assembly.run(() -> running.move(means.get(), variances.get()), mean, variance);
    if (input.isDifferentiable()) {
      input.contribute(assembly, row(assembly, gradient));
    }
  }
}
