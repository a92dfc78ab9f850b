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
 * Normalization of groups of channels within each image, optionally fused with the rectifier behind
 * it. Layer and RMS normalization are of this kind too.
 *
 * <p>Computed by two batch normalizations of a {@link FoldedBatch}. The first gives mean and
 * variance of each channel of each image, which {@link GroupStatistics} combines; the second is
 * given these as its statistics and computes the result.
 */
final class GroupNorm implements Operation {

  private static final int GIVEN =
      normalization_flags.use_global_stats.value
          | normalization_flags.use_scale.value
          | normalization_flags.use_shift.value;

  private final Value input;
  private final Layer layer;
  private final boolean rectified;
  private final boolean training;
  private final int flags;

  private FoldedBatch folded;
  private GroupStatistics statistics;
  private Affine affine;
  private StagingArray mean;
  private StagingArray one;
  private StagingArray scale;
  private StagingArray shift;
  private Tensor source;
  private Tensor signs;
  private batch_normalization_forward.primitive_desc forward;
  private Value output;

  /**
   * Creates a normalization.
   *
   * @param input images
   * @param rectified whether to include the rectifier behind it
   * @param training whether there is a backward direction
   */
  GroupNorm(Value input, Layer layer, boolean rectified, boolean training) {
    this.input = input;
    this.layer = layer;
    this.rectified = rectified;
    this.training = training;
    flags = rectified ? GIVEN | normalization_flags.fuse_norm_relu.value : GIVEN;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    Tensor images = input.tensor(builder);
    long[] shape = input.shape();
    folded = FoldedBatch.of(images.layout(), shape);
    source = folded.of(builder, images);
    statistics = GroupStatistics.of(layer, shape, folded.columns());
    affine = Affine.of(builder, layer, (int) shape[1]);
    mean = StagingArray.create(builder, statistics.tableSize());
    one = StagingArray.create(builder, statistics.tableSize());
    scale = StagingArray.create(builder, statistics.tableSize());
    shift = StagingArray.create(builder, statistics.tableSize());
    Tensor normalized = builder.tensor(folded.layout());
    builder.execute(
        new batch_normalization_forward(descriptor(prop_kind.forward_training, 0)),
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_MEAN, mean.tensor())
            .with(DNNL_ARG_VARIANCE, scale.tensor())
            .with(DNNL_ARG_DST, normalized));
    builder.addStep(this::normalize, mean.tensor(), one.tensor(), scale.tensor(), shift.tensor());
    forward =
        descriptor(training ? prop_kind.forward_training : prop_kind.forward_inference, flags);
    if (training && rectified) {
      signs = builder.tensor(forward.workspace_desc());
    }
    builder.execute(
        new batch_normalization_forward(forward),
        given(scale, shift).with(DNNL_ARG_WORKSPACE, signs).with(DNNL_ARG_DST, normalized));
    output = Value.computed(folded.images(builder, normalized), shape);
    return output;
  }

  private void normalize() {
    double epsilon = ((AdjustableEpsilon) layer).epsilon();
    statistics.normalize(
        epsilon, affine.gamma(), affine.beta(), mean.read(), scale.read(), shift.values());
    mean.write();
    scale.write();
    shift.write();
    one.fill(1);
  }

  private batch_normalization_forward.primitive_desc descriptor(prop_kind direction, int how) {
    return new batch_normalization_forward.primitive_desc(
        new batch_normalization_forward.desc(direction.value, folded.layout(), 0, how),
        OneDnn.ENGINE);
  }

  /** Arguments of a batch normalization that is given the group's mean, and a variance of 1. */
  private Arguments given(StagingArray factor, StagingArray addend) {
    return new Arguments()
        .with(DNNL_ARG_SRC, source)
        .with(DNNL_ARG_MEAN, mean.tensor())
        .with(DNNL_ARG_VARIANCE, one.tensor())
        .with(DNNL_ARG_SCALE, factor.tensor())
        .with(DNNL_ARG_SHIFT, addend.tensor());
  }

  @Override
  public void backward(ProgramBuilder builder) {
    batch_normalization_backward.desc operation =
        new batch_normalization_backward.desc(
            prop_kind.backward.value, folded.layout(), folded.layout(), 0, flags);
    StagingArray products = StagingArray.create(builder, statistics.tableSize());
    StagingArray sums = StagingArray.create(builder, statistics.tableSize());
    Tensor gradient = builder.tensor(folded.layout());
    builder.execute(
        new batch_normalization_backward(
            new batch_normalization_backward.primitive_desc(operation, OneDnn.ENGINE, forward)),
        given(scale, shift)
            .with(DNNL_ARG_WORKSPACE, signs)
            .with(DNNL_ARG_DIFF_DST, folded.of(builder, output.gradient()))
            .with(DNNL_ARG_DIFF_SCALE, products.tensor())
            .with(DNNL_ARG_DIFF_SHIFT, sums.tensor())
            .with(DNNL_ARG_DIFF_SRC, gradient));
    int channels = (int) input.shape()[1];
    double[] byGamma = new double[channels];
    double[] byBeta = new double[channels];
    builder.addStep(
        () -> {
          statistics.differentiate(affine.gamma(), products.read(), sums.read(), byGamma, byBeta);
          affine.write(byGamma, byBeta);
          products.write();
          sums.write();
        },
        products.tensor(),
        sums.tensor());
    if (input.isDifferentiable()) {
      Tensor rest = builder.tensor(folded.layout());
      builder.execute(
          new batch_normalization_forward(descriptor(prop_kind.forward_inference, GIVEN)),
          given(products, sums).with(DNNL_ARG_DST, rest));
      builder.add(rest, gradient, gradient);
      input.contribute(builder, folded.images(builder, gradient));
    }
  }
}
