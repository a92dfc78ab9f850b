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

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.deeplearning4j.nn.api.Layer;
import org.texp4j.dl4j.normalization.AdjustableEpsilon;

/**
 * A normalization of each channel of each image by itself, with the rectifier behind it if there is
 * one: batch normalization of {@link Instances}.
 */
final class InstanceNorm implements Operation {

  private final Value input;
  private final Layer layer;
  private final int flags;
  private final int channels;

  private Instances instances;
  private Affine affine;
  private Tensor source;
  private Table mean;
  private Table variance;
  private Table scale;
  private Table shift;
  private Tensor signs;
  private batch_normalization_forward.primitive_desc forward;
  private Value output;

  /**
   * A normalization.
   *
   * @param input images
   * @param rectified whether a rectifier follows that nothing else reads past
   */
  InstanceNorm(Value input, Layer layer, boolean rectified) {
    this.input = input;
    this.layer = layer;
    int affineFlags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    flags = rectified ? affineFlags | normalization_flags.fuse_norm_relu.value : affineFlags;
    channels = (int) input.shape()[1];
  }

  @Override
  public Value forward(Assembly assembly) {
    Tensor images = input.tensor(assembly);
    instances = Instances.of(images.layout(), input.shape());
    source = instances.of(assembly, images);
    affine = Affine.of(assembly, layer, channels);
    mean = table(assembly);
    variance = table(assembly);
    scale = table(assembly);
    shift = table(assembly);
    assembly.run(this::readAffine, scale.tensor(), shift.tensor());
    forward =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                prop_kind.forward_training.value, instances.layout(), 0, flags),
            OneDnn.ENGINE);
    signs = forward.workspace_desc().is_zero() ? null : assembly.tensor(forward.workspace_desc());
    Tensor normalized = assembly.tensor(instances.layout());
    batch_normalization_forward primitive = new batch_normalization_forward(forward);
    NormalizationEpsilon.carry(assembly, primitive, this::epsilon);
    assembly.execute(primitive, arguments().with(DNNL_ARG_DST, normalized));
    output = Value.computed(instances.images(assembly, normalized), input.shape());
    return output;
  }

  private Table table(Assembly assembly) {
    return Table.create(assembly, (int) input.shape()[0] * instances.columns());
  }

  private void readAffine() {
    spread(affine.gamma(), scale);
    spread(affine.beta(), shift);
  }

  private void spread(float[] row, Table table) {
    for (int at = 0; at < table.numbers().length; at += instances.columns()) {
      System.arraycopy(row, 0, table.numbers(), at, channels);
    }
    table.write();
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
  public void backward(Assembly assembly) {
    batch_normalization_backward primitive =
        new batch_normalization_backward(
            new batch_normalization_backward.primitive_desc(
                new batch_normalization_backward.desc(
                    prop_kind.backward.value, instances.layout(), instances.layout(), 0, flags),
                OneDnn.ENGINE,
                forward));
    NormalizationEpsilon.carry(assembly, primitive, this::epsilon);
    Table byScale = table(assembly);
    Table byShift = table(assembly);
    Tensor gradient = assembly.tensor(instances.layout());
    assembly.execute(
        primitive,
        arguments()
            .with(DNNL_ARG_DIFF_DST, instances.of(assembly, output.gradient()))
            .with(DNNL_ARG_DIFF_SCALE, byScale.tensor())
            .with(DNNL_ARG_DIFF_SHIFT, byShift.tensor())
            .with(DNNL_ARG_DIFF_SRC, gradient));
    assembly.run(
        () -> affine.write(sums(byScale), sums(byShift)), byScale.tensor(), byShift.tensor());
    if (input.isDifferentiable()) {
      input.contribute(assembly, instances.images(assembly, gradient));
    }
  }

  /** The sums over the images, a number a channel. */
  private double[] sums(Table table) {
    double[] sums = new double[channels];
    float[] numbers = table.read();
    for (int at = 0; at < numbers.length; at += instances.columns()) {
      for (int channel = 0; channel < channels; channel++) {
        sums[channel] += numbers[at + channel];
      }
    }
    return sums;
  }
}
