package org.texp4j.dl4j.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The batches of an epoch, drawn from a fixed seed. */
final class ProgramData {

  static final int BATCH = 8;
  static final int BATCHES = 4;

  /** Draws an array, of which examples lie along the first dimension. */
  @FunctionalInterface
  interface Drawn extends Function<Random, INDArray> {}

  /** Draws labels for features. */
  @FunctionalInterface
  interface Labels extends BiFunction<Random, INDArray, INDArray> {}

  private ProgramData() {}

  /** Batches with one array of features and one of labels. */
  static List<MultiDataSet> single(Drawn features, Labels labels) {
    return batches(
        random -> {
          INDArray drawn = features.apply(random);
          return new MultiDataSet(drawn, labels.apply(random, drawn));
        });
  }

  static List<MultiDataSet> batches(Function<Random, MultiDataSet> batch) {
    Random random = new Random(11);
    List<MultiDataSet> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      batches.add(batch.apply(random));
    }
    return batches;
  }

  /** Normal numbers; the shape of an example. */
  static Drawn normal(long... shape) {
    return random -> filled(Nd4j.create(DataType.DOUBLE, batch(shape)), random::nextGaussian);
  }

  /** Numbers between 0 and 1. */
  static Drawn uniform(long... shape) {
    return random -> filled(Nd4j.create(DataType.DOUBLE, batch(shape)), random::nextDouble);
  }

  /** Numbers of categories, in a column. */
  static Drawn category(int categories) {
    return random ->
        filled(Nd4j.create(DataType.DOUBLE, BATCH, 1), () -> random.nextInt(categories));
  }

  /** One of n classes, or one for each pixel or voxel of the given sizes. */
  static Labels oneOf(int classes, long... sizes) {
    return (random, features) -> {
      long[] shape = new long[sizes.length + 2];
      shape[0] = BATCH;
      shape[1] = classes;
      System.arraycopy(sizes, 0, shape, 2, sizes.length);
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, shape);
      for (int i = 0; i < labels.tensorsAlongDimension(1); i++) {
        labels.tensorAlongDimension(i, 1).putScalar(random.nextInt(classes), 1);
      }
      return labels;
    };
  }

  /** The number of one of n classes. */
  static Labels indexOf(int classes) {
    return (random, features) -> category(classes).apply(random);
  }

  /** Zeros and ones. */
  static Labels zerosAndOnes(long... shape) {
    return (random, features) -> normal(shape).apply(random).gt(0).castTo(DataType.DOUBLE);
  }

  /** Signs: −1 or 1. */
  static Labels signs(long... shape) {
    return (random, features) -> zerosAndOnes(shape).apply(random, features).mul(2).sub(1);
  }

  static Labels numbers(long... shape) {
    return (random, features) -> normal(shape).apply(random);
  }

  /** The features themselves. */
  static Labels features() {
    return (random, features) -> features.dup();
  }

  /** A box around one object in each image, in units of its grid of cells. */
  static Labels boxes(int classes, int side) {
    return (random, features) -> {
      INDArray boxes = Nd4j.zeros(DataType.DOUBLE, BATCH, 4 + classes, side, side);
      for (int i = 0; i < BATCH; i++) {
        int row = random.nextInt(side);
        double[] corners = {1.2, row, 2.6, row + 1};
        for (int corner = 0; corner < corners.length; corner++) {
          boxes.putScalar(new int[] {i, corner, row, 1}, corners[corner]);
        }
        boxes.putScalar(new int[] {i, 4 + random.nextInt(classes), row, 1}, 1);
      }
      return boxes;
    };
  }

  private static long[] batch(long... shape) {
    long[] batch = new long[shape.length + 1];
    batch[0] = BATCH;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return batch;
  }

  private static INDArray filled(INDArray array, java.util.function.DoubleSupplier values) {
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, values.getAsDouble());
    }
    return array;
  }
}
