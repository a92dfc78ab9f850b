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
 * The standardization of groups of values z to mean 0 and variance 1: rc, where c = z − mean(z) and
 * r = 1/√(mean(c²) + ε). Without centring, c is z itself.
 *
 * <p>It commutes exactly with powers of two in z and √ε, as long as squares stay within the range
 * of the data type.
 *
 * @param centring whether the mean is subtracted
 * @param values c, in the shape of z
 * @param inverseDeviations r, a column with one row per group of each example
 */
record GroupStandardization(
    NormalizationGroups groups, boolean centring, INDArray values, INDArray inverseDeviations) {

  /**
   * Standardizes values in two passes: a variance computed in one would lose digits.
   *
   * @param z the values, float or double, in C order
   * @param values receives c; z itself for no centring
   * @param scratch an array in the shape of z, overwritten
   */
  static GroupStandardization of(
      NormalizationGroups groups, INDArray z, INDArray values, INDArray scratch, double epsilon) {
    boolean centring = values != z;
    if (centring) {
      INDArray means = groups.groupMeans(groups.channelSums(z));
      Nd4j.exec(new SubOp(groups.byGroup(z), means, groups.byGroup(values)));
    }
    Nd4j.exec(new MulOp(values, values, scratch));
    INDArray variances = groups.groupMeans(groups.channelSums(scratch)).addi(epsilon);
    Transforms.max(variances, smallestVariance(z.dataType()), false);
    return new GroupStandardization(
        groups, centring, values, Transforms.sqrt(variances, false).rdivi(1));
  }

  /** A bound that keeps r, and r³ in the gradient, finite where all values of a group are equal. */
  private static double smallestVariance(DataType type) {
    return type == DataType.FLOAT ? 1e-25 : 1e-200;
  }

  /** Writes rc. */
  void writeTo(INDArray result) {
    groups.multiplyGroups(values, inverseDeviations, result);
  }

  /**
   * Completes the gradient for z in place: from rg, where g is the gradient for rc, to r (g −
   * mean(g) − c r² mean(gc)).
   *
   * @param gradientSums the sums of g over the channels of each example; unused without centring
   * @param productSums the sums of gc over the channels of each example
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

  /** Returns the same with r copied into memory of a type, where c must already be. */
  GroupStandardization keptIn(ArrayType type, LayerWorkspaceMgr memory) {
    return new GroupStandardization(groups, centring, values, memory.dup(type, inverseDeviations));
  }
}
