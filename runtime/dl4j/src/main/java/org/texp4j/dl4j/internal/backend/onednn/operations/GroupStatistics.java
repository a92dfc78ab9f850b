package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.texp4j.dl4j.normalization.ExampleNormalization;

/**
 * The mean m and the inverse standard deviation r of each group of channels of each example, and
 * the coefficients per channel that follow from them.
 *
 * <p>Works on tables with a row for each example and a column for each channel; further columns are
 * padding and become zero. All sums are in double. Powers of two in what is normalized, with their
 * squares in ε, pass through exactly.
 */
final class GroupStatistics {

  /** A lower bound that keeps r, and the r³ of the gradient, finite where a group is constant. */
  static final double SMALLEST_VARIANCE = 1e-25;

  private final int examples;
  private final int columns;
  private final int groups;
  private final int width;
  private final double positions;
  private final boolean centring;
  private final double[] means;
  private final double[] inverseDeviations;

  private GroupStatistics(long[] shape, int columns, int groups, boolean centring) {
    examples = (int) shape[0];
    this.columns = columns;
    this.groups = groups;
    width = (int) shape[1] / groups;
    positions = shape.length == 4 ? shape[2] * shape[3] : 1;
    this.centring = centring;
    means = new double[examples * groups];
    inverseDeviations = new double[examples * groups];
  }

  /**
   * The statistics of a batch of that shape, to be computed.
   *
   * @param layer a normalization of examples
   * @param shape examples, channels and, of images, rows and columns
   * @param columns the columns of the tables; no fewer than the channels
   */
  static GroupStatistics of(Layer layer, long[] shape, int columns) {
    ExampleNormalization configuration = (ExampleNormalization) layer.conf().getLayer();
    int groups = (int) configuration.groupCount(shape[1]);
    return new GroupStatistics(shape, columns, groups, configuration.subtractsMean());
  }

  int tableSize() {
    return examples * columns;
  }

  /**
   * Computes the statistics of a batch: its normalization is scale (x − m) + shift.
   *
   * @param epsilon added to the variance
   * @param gamma a factor per channel
   * @param beta an addend per channel
   * @param mean of each channel; replaced by m
   * @param variance of each channel; replaced by the scale
   * @param shift written
   */
  void normalize(
      double epsilon, float[] gamma, float[] beta, float[] mean, float[] variance, float[] shift) {
    for (int group = 0; group < means.length; group++) {
      int from = start(group);
      double m = centring ? sum(mean, from) / width : 0;
      double squares = 0;
      for (int i = from; i < from + width; i++) {
        double distance = mean[i] - m;
        squares += variance[i] + distance * distance;
      }
      double r = 1 / Math.sqrt(Math.max(squares / width + epsilon, SMALLEST_VARIANCE));
      means[group] = m;
      inverseDeviations[group] = r;
      for (int i = from, channel = channel(group); i < from + width; i++, channel++) {
        mean[i] = (float) m;
        variance[i] = (float) (r * gamma[channel]);
        shift[i] = beta[channel];
      }
    }
    clearPadding(mean);
    clearPadding(variance);
    clearPadding(shift);
  }

  /**
   * Computes the gradients of a batch with respect to γ and β, and the coefficients of the gradient
   * with respect to x: scale g + slope (x − m) + constant, where g is the gradient with respect to
   * the result.
   *
   * @param gamma a factor per channel
   * @param products the sums of g (x − m) over each channel; replaced by the slope
   * @param sums the sums of g over each channel; replaced by the constant
   * @param byGamma written
   * @param byBeta written
   */
  void differentiate(
      float[] gamma, float[] products, float[] sums, double[] byGamma, double[] byBeta) {
    Arrays.fill(byGamma, 0);
    Arrays.fill(byBeta, 0);
    double size = width * positions;
    for (int group = 0; group < means.length; group++) {
      int from = start(group);
      double r = inverseDeviations[group];
      double product = 0;
      double sum = 0;
      for (int i = from, channel = channel(group); i < from + width; i++, channel++) {
        byGamma[channel] += r * products[i];
        byBeta[channel] += sums[i];
        product += gamma[channel] * (double) products[i];
        sum += gamma[channel] * (double) sums[i];
      }
      float slope = (float) (-r * r * r * product / size);
      float constant = centring ? (float) (-r * sum / size) : 0;
      for (int i = from; i < from + width; i++) {
        products[i] = slope;
        sums[i] = constant;
      }
    }
    clearPadding(products);
    clearPadding(sums);
  }

  private int start(int group) {
    return group / groups * columns + channel(group);
  }

  private int channel(int group) {
    return group % groups * width;
  }

  private double sum(float[] table, int from) {
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      sum += table[i];
    }
    return sum;
  }

  private void clearPadding(float[] table) {
    int channels = groups * width;
    for (int row = 0; channels < columns && row < examples; row++) {
      Arrays.fill(table, row * columns + channels, (row + 1) * columns, 0);
    }
  }
}
