package org.texp4j.dl4j.normalization;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The division of a batch into groups of values that are normalized together.
 *
 * <p>All arrays are in C order, [examples, channels, positions], so that each channel and each
 * group of an example is contiguous, a row of a matrix.
 *
 * @param groups the number of groups in an example; it divides the number of channels
 */
record NormalizationGroups(long examples, long groups, long channels, long positions) {

  /** The number of values in a group. */
  long size() {
    return channels / groups * positions;
  }

  /** The batch as a matrix with one row per channel of each example; a view. */
  private INDArray byChannel(INDArray batch) {
    return batch.reshape(examples * channels, positions);
  }

  /** The batch as a matrix with one row per group of each example; a view. */
  INDArray byGroup(INDArray batch) {
    return batch.reshape(examples * groups, size());
  }

  /** Multiplies each channel of each example by its factor. */
  void multiplyChannels(INDArray batch, INDArray factors, INDArray result) {
    times(byChannel(batch), factors, byChannel(result));
  }

  /** Multiplies each group of each example by its factor. */
  void multiplyGroups(INDArray batch, INDArray factors, INDArray result) {
    times(byGroup(batch), factors, byGroup(result));
  }

  /** The sums over the channels of each example, as a column; may be a view. */
  INDArray channelSums(INDArray batch) {
    return rowSums(byChannel(batch));
  }

  /** The means over the groups, as a column, from a column of sums over the channels. */
  INDArray groupMeans(INDArray channelSums) {
    INDArray sums = rowSums(channelSums.reshape(examples * groups, channels / groups));
    return sums.div(size());
  }

  /** Sums a column, with one value per channel of each example, over the examples. */
  void sumOverExamples(INDArray channelValues, INDArray result) {
    INDArray ones = Nd4j.ones(result.dataType(), 1, examples);
    ones.mmuli(channelValues.reshape(examples, channels), result.reshape(1, channels));
  }

  /** Multiplies a column, with one value per channel of each example, by a row of factors. */
  INDArray timesChannel(INDArray column, INDArray factors) {
    INDArray result = Nd4j.createUninitialized(column.dataType(), examples, channels);
    times(column.reshape(examples, channels), factors.reshape(1, channels), result);
    return result.reshape(examples * channels, 1);
  }

  /** Multiplies a column, with one value per channel of each example, by factors of the groups. */
  INDArray timesGroup(INDArray column, INDArray factors) {
    long each = channels / groups;
    INDArray result = Nd4j.createUninitialized(column.dataType(), examples * groups, each);
    times(column.reshape(examples * groups, each), factors, result);
    return result.reshape(examples * channels, 1);
  }

  /** The products of factors of the groups and factors of their channels, as a column. */
  INDArray groupTimesChannel(INDArray groupFactors, INDArray channelFactors) {
    long each = channels / groups;
    INDArray result = Nd4j.createUninitialized(groupFactors.dataType(), examples, groups, each);
    times(
        groupFactors.reshape(examples, groups, 1), channelFactors.reshape(1, groups, each), result);
    return result.reshape(examples * channels, 1);
  }

  private static void times(INDArray x, INDArray y, INDArray result) {
    Nd4j.exec(new MulOp(x, y, result));
  }

  /** Sums as a product with ones, which is vectorized and more accurate in float. */
  private static INDArray rowSums(INDArray matrix) {
    return matrix.columns() == 1
        ? matrix
        : matrix.mmul(Nd4j.ones(matrix.dataType(), matrix.columns(), 1));
  }
}
