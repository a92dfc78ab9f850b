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
 * A normalization of groups of channels within each image, with the rectifier behind it if there is
 * one.
 *
 * <p>By batch normalization of {@link Instances}: first for mean and variance of each channel of
 * each image, then, with what {@link GroupStatistics} makes of them given as the statistics, for
 * the result.
 */
final class ExampleNorm implements Operation {

  private static final int GIVEN =
      normalization_flags.use_global_stats.value
          | normalization_flags.use_scale.value
          | normalization_flags.use_shift.value;

  private final Value input;
  private final Layer layer;
  private final boolean rectified;
  private final boolean training;
  private final int flags;

  private Instances instances;
  private GroupStatistics statistics;
  private Affine affine;
  private Table mean;
  private Table one;
  private Table scale;
  private Table shift;
  private Tensor source;
  private Tensor signs;
  private batch_normalization_forward.primitive_desc forward;
  private Value output;

  /**
   * A normalization.
   *
   * @param input images
   * @param rectified whether a rectifier follows that nothing else reads past
   * @param training whether there is a way back
   */
  ExampleNorm(Value input, Layer layer, boolean rectified, boolean training) {
    this.input = input;
    this.layer = layer;
    this.rectified = rectified;
    this.training = training;
    flags = rectified ? GIVEN | normalization_flags.fuse_norm_relu.value : GIVEN;
  }

  @Override
  public Value forward(Assembly assembly) {
    Tensor images = input.tensor(assembly);
    long[] shape = input.shape();
    instances = Instances.of(images.layout(), shape);
    source = instances.of(assembly, images);
    statistics = GroupStatistics.of(layer, shape, instances.columns());
    affine = Affine.of(assembly, layer, (int) shape[1]);
    mean = Table.create(assembly, statistics.tableSize());
    one = Table.create(assembly, statistics.tableSize());
    scale = Table.create(assembly, statistics.tableSize());
    shift = Table.create(assembly, statistics.tableSize());
    Tensor normalized = assembly.tensor(instances.layout());
    assembly.execute(
        new batch_normalization_forward(choice(prop_kind.forward_training, 0)),
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_MEAN, mean.tensor())
            .with(DNNL_ARG_VARIANCE, scale.tensor())
            .with(DNNL_ARG_DST, normalized));
    assembly.run(this::normalize, mean.tensor(), one.tensor(), scale.tensor(), shift.tensor());
    forward = choice(training ? prop_kind.forward_training : prop_kind.forward_inference, flags);
    if (training && rectified) {
      signs = assembly.tensor(forward.workspace_desc());
    }
    assembly.execute(
        new batch_normalization_forward(forward),
        given(scale, shift).with(DNNL_ARG_WORKSPACE, signs).with(DNNL_ARG_DST, normalized));
    output = Value.computed(instances.images(assembly, normalized), shape);
    return output;
  }

  private void normalize() {
    double epsilon = ((AdjustableEpsilon) layer).epsilon();
    statistics.normalize(
        epsilon, affine.gamma(), affine.beta(), mean.read(), scale.read(), shift.numbers());
    mean.write();
    scale.write();
    shift.write();
    one.fill(1);
  }

  private batch_normalization_forward.primitive_desc choice(prop_kind direction, int how) {
    return new batch_normalization_forward.primitive_desc(
        new batch_normalization_forward.desc(direction.value, instances.layout(), 0, how),
        OneDnn.ENGINE);
  }

  /** Arguments of a batch normalization by the group's mean, and by a variance of 1. */
  private Arguments given(Table factor, Table addend) {
    return new Arguments()
        .with(DNNL_ARG_SRC, source)
        .with(DNNL_ARG_MEAN, mean.tensor())
        .with(DNNL_ARG_VARIANCE, one.tensor())
        .with(DNNL_ARG_SCALE, factor.tensor())
        .with(DNNL_ARG_SHIFT, addend.tensor());
  }

  @Override
  public void backward(Assembly assembly) {
    batch_normalization_backward.desc operation =
        new batch_normalization_backward.desc(
            prop_kind.backward.value, instances.layout(), instances.layout(), 0, flags);
    Table products = Table.create(assembly, statistics.tableSize());
    Table sums = Table.create(assembly, statistics.tableSize());
    Tensor gradient = assembly.tensor(instances.layout());
    assembly.execute(
        new batch_normalization_backward(
            new batch_normalization_backward.primitive_desc(operation, OneDnn.ENGINE, forward)),
        given(scale, shift)
            .with(DNNL_ARG_WORKSPACE, signs)
            .with(DNNL_ARG_DIFF_DST, instances.of(assembly, output.gradient()))
            .with(DNNL_ARG_DIFF_SCALE, products.tensor())
            .with(DNNL_ARG_DIFF_SHIFT, sums.tensor())
            .with(DNNL_ARG_DIFF_SRC, gradient));
    int channels = (int) input.shape()[1];
    double[] byGamma = new double[channels];
    double[] byBeta = new double[channels];
    assembly.run(
        () -> {
          statistics.differentiate(affine.gamma(), products.read(), sums.read(), byGamma, byBeta);
          affine.write(byGamma, byBeta);
          products.write();
          sums.write();
        },
        products.tensor(),
        sums.tensor());
    if (input.isDifferentiable()) {
      Tensor rest = assembly.tensor(instances.layout());
      assembly.execute(
          new batch_normalization_forward(choice(prop_kind.forward_inference, GIVEN)),
          given(products, sums).with(DNNL_ARG_DST, rest));
      assembly.add(rest, gradient, gradient);
      input.contribute(assembly, instances.images(assembly, gradient));
    }
  }
}
