package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.texp4j.dl4j.normalization.AdjustableEpsilon;

/**
 * A normalization of groups of numbers within each row, with the rectifier behind it if there is
 * one.
 *
 * <p>In Java: beside the matrix products around it there is little to compute, and each primitive
 * would cost microseconds of its own.
 */
final class RowNorm implements Operation {

  private final Value input;
  private final Layer layer;
  private final boolean rectified;
  private final GroupStatistics statistics;
  private final float[] scale;

  private Affine affine;
  private Table centred;
  private Table result;
  private Value output;

  /**
   * A normalization.
   *
   * @param input rows
   * @param rectified whether a rectifier follows that nothing else reads past
   */
  RowNorm(Value input, Layer layer, boolean rectified) {
    this.input = input;
    this.layer = layer;
    this.rectified = rectified;
    statistics = GroupStatistics.of(layer, input.shape(), (int) input.shape()[1]);
    scale = new float[statistics.tableSize()];
  }

  @Override
  public Value forward(Assembly assembly) {
    affine = Affine.of(assembly, layer, (int) input.shape()[1]);
    centred = Table.of(assembly, input.tensor(assembly, OneDnn.plain(input.shape())));
    result = Table.of(assembly, assembly.tensor(OneDnn.plain(input.shape())));
    float[] mean = new float[statistics.tableSize()];
    assembly.run(() -> normalize(mean), centred.tensor(), result.tensor());
    output = Value.computed(result.tensor(), input.shape());
    return output;
  }

  private void normalize(float[] mean) {
    float[] x = centred.read();
    float[] y = result.numbers();
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
  public void backward(Assembly assembly) {
    Table byResult =
        Table.of(assembly, assembly.inLayout(output.gradient(), OneDnn.plain(input.shape())));
    Table byInput = Table.of(assembly, assembly.tensor(OneDnn.plain(input.shape())));
    float[] products = new float[statistics.tableSize()];
    double[] byGamma = new double[(int) input.shape()[1]];
    double[] byBeta = new double[(int) input.shape()[1]];
    assembly.run(
        () -> {
          float[] g = byResult.read();
          float[] sums = byInput.numbers();
          prepare(g, products, sums);
          statistics.differentiate(affine.gamma(), products, sums, byGamma, byBeta);
          affine.write(byGamma, byBeta);
          complete(g, products, sums);
          byInput.write();
        },
        byResult.tensor(),
        byInput.tensor());
    if (input.isDifferentiable()) {
      input.contribute(assembly, byInput.tensor());
    }
  }

  private void prepare(float[] g, float[] products, float[] sums) {
    float[] x = centred.numbers();
    if (rectified) {
      float[] y = result.numbers();
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
    float[] x = centred.numbers();
    for (int i = 0; i < g.length; i++) {
      gradient[i] += scale[i] * g[i] + slopes[i] * x[i];
    }
  }
}
