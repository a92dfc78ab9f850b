package org.texp4j.dl4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.digest.ArrayBytes;
import org.texp4j.dl4j.internal.digest.Sha256;

/** Examples in memory, and the order in which an epoch serves them. */
final class ExampleOrder {

  private final Batch all;
  private final int batchSize;
  private final boolean shuffled;
  private final long seed;

  private long epoch;
  private int[] order;
  private int position;

  private ExampleOrder(Batch all, int batchSize, boolean shuffled, long seed) {
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
    this.shuffled = shuffled;
    this.seed = seed;
    startEpoch(0);
  }

  static ExampleOrder shuffled(Batch all, int batchSize, long seed) {
    return new ExampleOrder(all, batchSize, true, seed);
  }

  static ExampleOrder asGiven(Batch all, int batchSize) {
    return new ExampleOrder(all, batchSize, false, 0);
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

  void startEpoch(long newEpoch) {
    if (newEpoch < 0) {
      throw new IllegalArgumentException("epoch must be at least 0, but is " + newEpoch);
    }
    epoch = newEpoch;
    position = 0;
    order =
        shuffled
            ? new RandomStream(seed, epoch).permutation(examples())
            : IntStream.range(0, examples()).toArray();
  }

  void startNextEpoch() {
    startEpoch(epoch + 1);
  }

  boolean hasNext() {
    return position < order.length;
  }

  Batch next(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a batch must have at least 1 example, not " + most);
    }
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " has no more batches; call reset()");
    }
    int end = Math.min(order.length, position + most);
    int[] rows = Arrays.copyOfRange(order, position, end);
    position = end;
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
