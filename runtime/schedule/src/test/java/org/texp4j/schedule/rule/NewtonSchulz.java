package org.texp4j.schedule.rule;

/** The orthogonalization of Muon by matrix products as they are written in its paper. */
final class NewtonSchulz {

  private NewtonSchulz() {}

  /** Replaces a matrix, which is held row by row. */
  static void orthogonalize(double[] matrix, int[] shape, double epsilon) {
    double norm = epsilon + Math.sqrt(java.util.Arrays.stream(matrix).map(x -> x * x).sum());
    boolean tall = shape[0] > shape[1];
    double[][] x = new double[shape[0]][shape[1]];
    for (int i = 0; i < matrix.length; i++) {
      x[i / shape[1]][i % shape[1]] = matrix[i] / norm;
    }
    x = tall ? transposed(x) : x;
    for (int step = 0; step < Orthogonal.STEPS; step++) {
      double[][] gram = product(x, transposed(x));
      double[][] square = product(gram, gram);
      double[][] factor = new double[gram.length][gram.length];
      for (int i = 0; i < gram.length; i++) {
        for (int j = 0; j < gram.length; j++) {
          factor[i][j] =
              (i == j ? Orthogonal.A : 0) + Orthogonal.B * gram[i][j] + Orthogonal.C * square[i][j];
        }
      }
      x = product(factor, x);
    }
    x = tall ? transposed(x) : x;
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = x[i / shape[1]][i % shape[1]];
    }
  }

  private static double[][] transposed(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] result = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          result[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return result;
  }
}
