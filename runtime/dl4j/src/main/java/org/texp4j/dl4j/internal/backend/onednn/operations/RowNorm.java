package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.StagingArray;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;
import org.texp4j.dl4j.normalization.AdjustableEpsilon;

/**
 * Normalization of groups of columns within each row, optionally fused with the rectifier behind
 * it.
 *
 * <p>Written in Java: it is little work beside the matrix products around it, and every primitive
 * costs some microseconds by itself.
 */
final class RowNorm implements Operation {

  private final Value input;
  private final Layer layer;
  private final boolean rectified;
  private final GroupStatistics statistics;
  private final float[] scale;

  private Affine affine;
  private StagingArray centred;
  private StagingArray result;
  private Value output;

  /**
   * Creates a normalization.
   *
   * @param input rows
   * @param rectified whether to include the rectifier behind it
   */
  RowNorm(Value input, Layer layer, boolean rectified) {
    this.input = input;
    this.layer = layer;
    this.rectified = rectified;
    statistics = GroupStatistics.of(layer, input.shape(), (int) input.shape()[1]);
    scale = new float[statistics.tableSize()];
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    affine = Affine.of(builder, layer, (int) input.shape()[1]);
    centred = StagingArray.of(builder, input.tensor(builder, Layouts.plain(input.shape())));
    result = StagingArray.of(builder, builder.tensor(Layouts.plain(input.shape())));
    float[] mean = new float[statistics.tableSize()];
    builder.addStep(() -> normalize(mean), centred.tensor(), result.tensor());
    output = Value.computed(result.tensor(), input.shape());
    return output;
  }

  private void normalize(float[] mean) {
    float[] x = centred.read();
    float[] y = result.values();
    System.arraycopy(x, 0, mean, 0, mean.length);
    Arrays.fill(scale, 0);
    double epsilon = ((AdjustableEpsilon) layer).epsilon();
    statistics.normalize(epsilon, affine.gamma(), affine.beta(), mean, scale, y);
    for (int i = 0; i < y.length; i++) {
      x[i] -= mean[i];
      y[i] += scale[i] * x[i];
    }
    if (rectified) {
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.max(0, y[i]);
      }
    }
    result.write();
  }

  @Override
  public void backward(ProgramBuilder builder) {
    StagingArray byResult =
        StagingArray.of(builder, builder.inLayout(output.gradient(), Layouts.plain(input.shape())));
    StagingArray byInput = StagingArray.of(builder, builder.tensor(Layouts.plain(input.shape())));
    float[] products = new float[statistics.tableSize()];
    double[] byGamma = new double[(int) input.shape()[1]];
    double[] byBeta = new double[(int) input.shape()[1]];
    builder.addStep(
        () -> {
          float[] g = byResult.read();
          float[] sums = byInput.values();
          prepare(g, products, sums);
          statistics.differentiate(affine.gamma(), products, sums, byGamma, byBeta);
          affine.write(byGamma, byBeta);
          complete(g, products, sums);
          byInput.write();
        },
        byResult.tensor(),
        byInput.tensor());
    if (input.isDifferentiable()) {
      input.contribute(builder, byInput.tensor());
    }
  }

  private void prepare(float[] g, float[] products, float[] sums) {
    float[] x = centred.values();
    if (rectified) {
      float[] y = result.values();
      for (int i = 0; i < g.length; i++) {
        g[i] = y[i] > 0 ? g[i] : 0;
      }
    }
    for (int i = 0; i < g.length; i++) {
      products[i] = g[i] * x[i];
      sums[i] = g[i];
    }
  }

  private void complete(float[] g, float[] slopes, float[] gradient) {
    float[] x = centred.values();
    for (int i = 0; i < g.length; i++) {
      gradient[i] += scale[i] * g[i] + slopes[i] * x[i];
    }
  }
}
