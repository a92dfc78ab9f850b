package org.texp4j.dl4j.normalization;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a batch is divided into groups of values that are normalized together.
 *
 * <p>All arrays are in C order, [examples, channels, positions], so that both a channel and a group
 * of an example are stretches of memory, and rows of a matrix.
 *
 * @param groups the groups in an example; they divide its channels
 */
record Groups(long examples, long groups, long channels, long positions) {

  /** The number of values in a group. */
  long size() {
    return channels / groups * positions;
  }

  /** The batch as a matrix with a row for each channel of each example; a view. */
  private INDArray byChannel(INDArray batch) {
    return batch.reshape(examples * channels, positions);
  }

  /** The batch as a matrix with a row for each group of each example; a view. */
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

  /** The sum over each channel of each example, as a column; may be a view. */
  INDArray channelSums(INDArray batch) {
    return rowSums(byChannel(batch));
  }

  /** The mean over each group, as a column, from a column with the sum over each channel. */
  INDArray groupMeans(INDArray channelSums) {
    INDArray sums = rowSums(channelSums.reshape(examples * groups, channels / groups));
    return sums.div(size());
  }

  /** The sum over the examples, from a column with a value for each channel of each example. */
  void sumOverExamples(INDArray channelValues, INDArray result) {
    INDArray ones = Nd4j.ones(result.dataType(), 1, examples);
    ones.mmuli(channelValues.reshape(examples, channels), result.reshape(1, channels));
  }

  /** A column for each channel of each example times a row with a factor for each channel. */
  INDArray timesChannel(INDArray column, INDArray factors) {
    INDArray result = Nd4j.createUninitialized(column.dataType(), examples, channels);
    times(column.reshape(examples, channels), factors.reshape(1, channels), result);
    return result.reshape(examples * channels, 1);
  }

  /** A column for each channel of each example times a column with a factor for each group. */
  INDArray timesGroup(INDArray column, INDArray factors) {
    long each = channels / groups;
    INDArray result = Nd4j.createUninitialized(column.dataType(), examples * groups, each);
    times(column.reshape(examples * groups, each), factors, result);
    return result.reshape(examples * channels, 1);
  }

  /** A factor for each group times a factor for each channel, as a column. */
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

  /** Sums by the vectorized product with ones, which is also the more exact in float. */
  private static INDArray rowSums(INDArray matrix) {
    return matrix.columns() == 1
        ? matrix
        : matrix.mmul(Nd4j.ones(matrix.dataType(), matrix.columns(), 1));
  }
}
