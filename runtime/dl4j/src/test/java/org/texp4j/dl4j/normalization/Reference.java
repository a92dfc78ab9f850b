package org.texp4j.dl4j.normalization;

import java.util.Random;

/**
 * A normalization of single examples from its definition, in loops over arrays: the backward pass
 * multiplies by every group's Jacobian ∂y_i/∂z_j as a whole matrix.
 *
 * @param centring false for root-mean-square normalization
 */
record Reference(int groups, boolean centring, double epsilon, double[] gamma, double[] beta) {

  /** The gradients for the input, γ and β. */
  record Gradients(double[][][] input, double[] gamma, double[] beta) {}

  /** Random numbers around 1, indexed by example, channel and position. */
  static double[][][] random(int seed, int examples, int channels, int positions) {
    Random random = new Random(seed);
    double[][][] result = new double[examples][channels][positions];
    for (double[][] example : result) {
      for (double[] channel : example) {
        for (int i = 0; i < positions; i++) {
          channel[i] = 1 + 2 * random.nextGaussian();
        }
      }
    }
    return result;
  }

  double[][][] forward(double[][][] z) {
    double[][][] y = new double[z.length][z[0].length][z[0][0].length];
    for (int n = 0; n < z.length; n++) {
      for (int g = 0; g < groups; g++) {
        double[] normalized = normalized(group(z[n], g));
        for (int i = 0; i < normalized.length; i++) {
          int c = channel(z, g, i);
          y[n][c][position(z, i)] = gamma[c] * normalized[i] + beta[c];
        }
      }
    }
    return y;
  }

  Gradients backward(double[][][] z, double[][][] outputGradient) {
    double[][][] ofInput = new double[z.length][z[0].length][z[0][0].length];
    double[] ofGamma = new double[gamma.length];
    double[] ofBeta = new double[beta.length];
    for (int n = 0; n < z.length; n++) {
      for (int g = 0; g < groups; g++) {
        double[] values = group(z[n], g);
        double[] normalized = normalized(values);
        double deviation = deviation(values);
        int size = values.length;
        for (int i = 0; i < size; i++) {
          int c = channel(z, g, i);
          double delta = outputGradient[n][c][position(z, i)];
          ofGamma[c] += delta * normalized[i];
          ofBeta[c] += delta;
          for (int j = 0; j < size; j++) {
            double identity = i == j ? 1 : 0;
            double mean = centring ? 1.0 / size : 0;
            double jacobian = (identity - mean - normalized[i] * normalized[j] / size) / deviation;
            ofInput[n][channel(z, g, j)][position(z, j)] += delta * gamma[c] * jacobian;
          }
        }
      }
    }
    return new Gradients(ofInput, ofGamma, ofBeta);
  }

  private double[] group(double[][] example, int group) {
    int each = example.length / groups;
    double[] values = new double[each * example[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = example[group * each + i / example[0].length][i % example[0].length];
    }
    return values;
  }

  private int channel(double[][][] z, int group, int index) {
    return group * (z[0].length / groups) + index / z[0][0].length;
  }

  private static int position(double[][][] z, int index) {
    return index % z[0][0].length;
  }

  private double[] normalized(double[] values) {
    double mean = mean(values);
    double deviation = deviation(values);
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (values[i] - mean) / deviation;
    }
    return result;
  }

  private double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return centring ? sum / values.length : 0;
  }

  private double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length + epsilon);
  }
}
