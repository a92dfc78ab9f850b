package org.texp4j.dl4j.normalization;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Groups of values on their way to mean 0 and variance 1: c = z − mean(z) and r = 1/√(mean(c²) +
 * ε), so that rc is what they become. Without centring c is z itself.
 *
 * <p>Powers of two in z and ε pass through exactly, as long as squares stay within the range of the
 * data type.
 *
 * @param values c, in the shape of z
 * @param inverseDeviations r, a column with a row for each group of each example
 */
record Standardization(
    Groups groups, boolean centring, INDArray values, INDArray inverseDeviations) {

  /**
   * Standardizes; reads z twice, since a variance in one pass loses the digits that the mean has.
   *
   * @param z float or double, in C order
   * @param values where c goes; z itself to leave out the mean
   * @param scratch an array in the shape of z, overwritten
   */
  static Standardization of(
      Groups groups, INDArray z, INDArray values, INDArray scratch, double epsilon) {
    boolean centring = values != z;
    if (centring) {
      INDArray means = groups.groupMeans(groups.channelSums(z));
      Nd4j.exec(new SubOp(groups.byGroup(z), means, groups.byGroup(values)));
    }
    Nd4j.exec(new MulOp(values, values, scratch));
    INDArray variances = groups.groupMeans(groups.channelSums(scratch)).addi(epsilon);
    Transforms.max(variances, smallestVariance(z.dataType()), false);
    return new Standardization(
        groups, centring, values, Transforms.sqrt(variances, false).rdivi(1));
  }

  /** What keeps r, and the r³ of the gradient, within the type's range where all values are one. */
  private static double smallestVariance(DataType type) {
    return type == DataType.FLOAT ? 1e-25 : 1e-200;
  }

  /** Whether values of that type can be standardized. */
  static boolean supports(DataType type) {
    return type == DataType.FLOAT || type == DataType.DOUBLE;
  }

  /** Writes rc. */
  void writeTo(INDArray result) {
    groups.multiplyGroups(values, inverseDeviations, result);
  }

  /**
   * Completes the gradient for z, in place: from rg, where g is the gradient for rc, to r (g −
   * mean(g) − c r² mean(gc)).
   *
   * @param gradientSums the sum of g over each channel of each example; unused without centring
   * @param productSums the same of gc
   * @param scratch an array in the shape of z, overwritten
   */
  void completeGradient(
      INDArray gradient, INDArray gradientSums, INDArray productSums, INDArray scratch) {
    INDArray r = inverseDeviations;
    INDArray slopes = groups.groupMeans(productSums).muli(r).muli(r).muli(r);
    groups.multiplyGroups(values, slopes, scratch);
    gradient.subi(scratch);
    if (centring) {
      INDArray means = groups.groupMeans(gradientSums).muli(r);
      Nd4j.exec(new SubOp(groups.byGroup(gradient), means, groups.byGroup(gradient)));
    }
  }

  /** The same with r in memory of that type, where c lies already. */
  Standardization keptIn(ArrayType type, LayerWorkspaceMgr memory) {
    return new Standardization(groups, centring, values, memory.dup(type, inverseDeviations));
  }
}
