package org.texp4j.dl4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.digest.ArrayBytes;
import org.texp4j.dl4j.internal.digest.Sha256;

/** Examples in memory, and the order in which epochs serve them. */
final class ExampleOrder {

  private final Batch all;
  private final int batchSize;
  private final EpochOrder order;

  private ExampleOrder(Batch all, int batchSize, EpochOrder order) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, but is " + batchSize);
    }
    this.all =
        new Batch(
            inRows(all.features()),
            inRows(all.labels()),
            inRows(all.featureMasks()),
            inRows(all.labelMasks()));
    this.batchSize = batchSize;
    this.order = order;
  }

  static ExampleOrder shuffled(Batch all, int batchSize, long seed) {
    return new ExampleOrder(
        all,
        batchSize,
        new EpochOrder(epoch -> new RandomStream(seed, epoch).permutation(all.examples())));
  }

  static ExampleOrder asGiven(Batch all, int batchSize) {
    return new ExampleOrder(all, batchSize, EpochOrder.asGiven(all.examples()));
  }

  Batch all() {
    return all;
  }

  int examples() {
    return all.examples();
  }

  int batchSize() {
    return batchSize;
  }

  EpochOrder order() {
    return order;
  }

  Batch next(int most) {
    int[] rows = order.next(most, "example");
    return new Batch(
        rows(all.features(), rows),
        rows(all.labels(), rows),
        rows(all.featureMasks(), rows),
        rows(all.labelMasks(), rows));
  }

  private static List<INDArray> rows(List<INDArray> arrays, int[] rows) {
    List<INDArray> taken = new ArrayList<>();
    for (INDArray array : arrays) {
      taken.add(array == null ? null : rows(array, rows));
    }
    return taken;
  }

  /** Each example in one piece of memory, so that reshaping does not copy. */
  private static List<INDArray> inRows(List<INDArray> arrays) {
    List<INDArray> inRows = new ArrayList<>();
    for (INDArray array : arrays) {
      inRows.add(array == null || isInRows(array) ? array : array.dup('c'));
    }
    return inRows;
  }

  /** Not by the order that ND4J names: it names c for a permuted array, too. */
  private static boolean isInRows(INDArray array) {
    return !array.isView()
        && array.ordering() == 'c'
        && Arrays.equals(array.stride(), ArrayUtil.calcStrides(array.shape()));
  }

  private static INDArray rows(INDArray array, int[] rows) {
    INDArray table = array.reshape('c', array.size(0), columns(array));
    INDArray taken = Nd4j.pullRows(table, 1, rows, 'c');
    // The array itself holds what shape() returns.
    long[] shape = array.shape().clone();
    shape[0] = rows.length;
    return taken.reshape('c', shape);
  }

  String digest() {
    MessageDigest digest = Sha256.start();
    for (INDArray array : all.arrays()) {
      digest.update(
          (array.dataType() + Arrays.toString(array.shape())).getBytes(StandardCharsets.UTF_8));
      ArrayBytes.read(array, digest::update);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The number of values of an example in an array. */
  static int columns(INDArray array) {
    return Math.toIntExact(array.length() / array.size(0));
  }
}
