package org.texp4j.schedule.rule;

import java.util.Random;

/**
 * A loss of a matrix and two vectors that depends on their directions only, with the noise of
 * batches: the weights of a small normalized network as an update rule sees them.
 */
final class ScaleInvariantLoss {

  /** Rows and columns. */
  static final int[][] SHAPES = {{4, 5}, {5, 1}, {6, 1}};

  private static final int WAVES = 5;

  private final long seed;
  private final double[][][] directions = new double[SHAPES.length][WAVES][];

  ScaleInvariantLoss(long seed) {
    this.seed = seed;
    Random random = new Random(seed);
    for (int tensor = 0; tensor < SHAPES.length; tensor++) {
      for (int wave = 0; wave < WAVES; wave++) {
        directions[tensor][wave] = normal(random, length(tensor));
      }
    }
  }

  private static int length(int tensor) {
    return SHAPES[tensor][0] * SHAPES[tensor][1];
  }

  private static double[] normal(Random random, int length) {
    return random.doubles(length).map(x -> random.nextGaussian()).toArray();
  }

  /** Returns the weights to start from. */
  double[][] initial() {
    Random random = new Random(~seed);
    double[][] weights = new double[SHAPES.length][];
    for (int tensor = 0; tensor < weights.length; tensor++) {
      weights[tensor] = normal(random, length(tensor));
    }
    return weights;
  }

  /** Returns the gradient of f(w/|w|), where f is a sum of waves and of the noise of this step. */
  double[][] gradient(double[][] weights, long step) {
    Random random = new Random(seed * 1_000_003 + step);
    double[][] gradients = new double[weights.length][];
    for (int tensor = 0; tensor < weights.length; tensor++) {
      double[] w = weights[tensor];
      double norm = Math.sqrt(dot(w, w));
      double[] gradient = normal(random, w.length);
      for (double[] direction : directions[tensor]) {
        double slope = Math.cos(dot(direction, w) / norm);
        for (int i = 0; i < w.length; i++) {
          gradient[i] += slope * direction[i];
        }
      }
      double along = dot(gradient, w) / (norm * norm);
      for (int i = 0; i < w.length; i++) {
        gradient[i] = (gradient[i] - along * w[i]) / norm;
      }
      gradients[tensor] = gradient;
    }
    return gradients;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
