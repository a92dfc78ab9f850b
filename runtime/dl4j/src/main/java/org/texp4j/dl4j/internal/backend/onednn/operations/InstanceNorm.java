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

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.deeplearning4j.nn.api.Layer;
import org.texp4j.dl4j.internal.backend.onednn.program.Arguments;
import org.texp4j.dl4j.internal.backend.onednn.program.OneDnn;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.StagingArray;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;
import org.texp4j.dl4j.normalization.AdjustableEpsilon;

/**
 * Normalization of each channel of each image, optionally fused with the rectifier behind it: batch
 * normalization of a {@link FoldedBatch}.
 */
final class InstanceNorm implements Operation {

  private final Value input;
  private final Layer layer;
  private final int flags;
  private final int channels;

  private FoldedBatch folded;
  private Affine affine;
  private Tensor source;
  private StagingArray mean;
  private StagingArray variance;
  private StagingArray scale;
  private StagingArray shift;
  private Tensor signs;
  private batch_normalization_forward.primitive_desc forward;
  private Value output;

  /**
   * Creates a normalization.
   *
   * @param input images
   * @param rectified whether to include the rectifier behind it
   */
  InstanceNorm(Value input, Layer layer, boolean rectified) {
    this.input = input;
    this.layer = layer;
    int affineFlags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    flags = rectified ? affineFlags | normalization_flags.fuse_norm_relu.value : affineFlags;
    channels = (int) input.shape()[1];
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    Tensor images = input.tensor(builder);
    folded = FoldedBatch.of(images.layout(), input.shape());
    source = folded.of(builder, images);
    affine = Affine.of(builder, layer, channels);
    mean = stagingArray(builder);
    variance = stagingArray(builder);
    scale = stagingArray(builder);
    shift = stagingArray(builder);
    builder.addStep(this::readAffine, scale.tensor(), shift.tensor());
    forward =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                prop_kind.forward_training.value, folded.layout(), 0, flags),
            OneDnn.ENGINE);
    signs = forward.workspace_desc().is_zero() ? null : builder.tensor(forward.workspace_desc());
    Tensor normalized = builder.tensor(folded.layout());
    batch_normalization_forward primitive = new batch_normalization_forward(forward);
    NormalizationEpsilon.bind(builder, primitive, this::epsilon);
    builder.execute(primitive, arguments().with(DNNL_ARG_DST, normalized));
    output = Value.computed(folded.images(builder, normalized), input.shape());
    return output;
  }

  private StagingArray stagingArray(ProgramBuilder builder) {
    return StagingArray.create(builder, (int) input.shape()[0] * folded.columns());
  }

  private void readAffine() {
    spread(affine.gamma(), scale);
    spread(affine.beta(), shift);
  }

  private void spread(float[] row, StagingArray stagingArray) {
    for (int at = 0; at < stagingArray.values().length; at += folded.columns()) {
      System.arraycopy(row, 0, stagingArray.values(), at, channels);
    }
    stagingArray.write();
  }

  private double epsilon() {
    return Math.max(((AdjustableEpsilon) layer).epsilon(), GroupStatistics.SMALLEST_VARIANCE);
  }

  private Arguments arguments() {
    return new Arguments()
        .with(DNNL_ARG_SRC, source)
        .with(DNNL_ARG_MEAN, mean.tensor())
        .with(DNNL_ARG_VARIANCE, variance.tensor())
        .with(DNNL_ARG_SCALE, scale.tensor())
        .with(DNNL_ARG_SHIFT, shift.tensor())
        .with(DNNL_ARG_WORKSPACE, signs);
  }

  @Override
  public void backward(ProgramBuilder builder) {
    batch_normalization_backward primitive =
        new batch_normalization_backward(
            new batch_normalization_backward.primitive_desc(
                new batch_normalization_backward.desc(
                    prop_kind.backward.value, folded.layout(), folded.layout(), 0, flags),
                OneDnn.ENGINE,
                forward));
    NormalizationEpsilon.bind(builder, primitive, this::epsilon);
    StagingArray byScale = stagingArray(builder);
    StagingArray byShift = stagingArray(builder);
    Tensor gradient = builder.tensor(folded.layout());
    builder.execute(
        primitive,
        arguments()
            .with(DNNL_ARG_DIFF_DST, folded.of(builder, output.gradient()))
            .with(DNNL_ARG_DIFF_SCALE, byScale.tensor())
            .with(DNNL_ARG_DIFF_SHIFT, byShift.tensor())
            .with(DNNL_ARG_DIFF_SRC, gradient));
    builder.addStep(
        () -> affine.write(sums(byScale), sums(byShift)), byScale.tensor(), byShift.tensor());
    if (input.isDifferentiable()) {
      input.contribute(builder, folded.images(builder, gradient));
    }
  }

  /** The sums over the images, one per channel. */
  private double[] sums(StagingArray stagingArray) {
    double[] sums = new double[channels];
    float[] values = stagingArray.read();
    for (int at = 0; at < values.length; at += folded.columns()) {
      for (int channel = 0; channel < channels; channel++) {
        sums[channel] += values[at + channel];
      }
    }
    return sums;
  }
}
