package org.texp4j.dl4j.internal.update;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.rule.Orthogonal;

/** The iteration of {@link Orthogonal} by Deeplearning4j's matrix products. */
final class NewtonSchulz {

  private NewtonSchulz() {}

  /**
   * Replaces a matrix by a nearly orthogonal one.
   *
   * @param matrix of any shape; a view
   * @param epsilon what is added to its norm
   */
  static void orthogonalize(INDArray matrix, double epsilon) {
    INDArray wide = matrix.rows() > matrix.columns() ? matrix.transpose() : matrix;
    INDArray x = wide.div(wide.norm2Number().doubleValue() + epsilon);
    for (int i = 0; i < Orthogonal.STEPS; i++) {
      INDArray square = x.mmul(x.transpose());
      INDArray polynomial = square.mul(Orthogonal.B).addi(square.mmul(square).muli(Orthogonal.C));
      x = polynomial.mmul(x).addi(x.muli(Orthogonal.A));
    }
    wide.assign(x);
  }
}
