package org.texp4j.dl4j.internal.update;

import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.rule.UpdateLoop;

/**
 * Pieces of flat arrays as Java arrays, on which the loops of a rule run.
 *
 * <p>A piece fits a processor's first-level cache, and the just-in-time compiler vectorizes loops
 * over Java arrays: so each number crosses the memory bus once, and no ND4J operation has to be set
 * up. Java's arithmetic without fused operations makes the result independent of how the arrays are
 * cut.
 *
 * <p>Not safe for use by several threads.
 */
abstract sealed class ArrayPieces {

  /** The number of elements of a piece. */
  static final int PIECE = 1024;

  private final double[] zero = new double[PIECE];

  private final long[] lengths;

  private ArrayPieces(INDArray[] arrays) {
    lengths = Arrays.stream(arrays).mapToLong(INDArray::length).toArray();
  }

  /**
   * Returns the pieces of arrays, which must stay where they are in memory.
   *
   * @throws IllegalArgumentException unless the arrays are all of floats or all of doubles, one
   *     element behind the other
   */
  static ArrayPieces of(INDArray... arrays) {
    DataType type = arrays[0].dataType();
    for (int i = 0; i < arrays.length; i++) {
      boolean contiguous = arrays[i].length() == 1 || arrays[i].elementWiseStride() == 1;
      if (type != arrays[i].dataType() || !contiguous) {
        throw new IllegalArgumentException(
            "the arrays of an update must be contiguous and of one type, but the first is of "
                + type
                + " and array "
                + i
                + " of "
                + arrays[i].shapeInfoToString());
      }
    }
    return switch (type) {
      case FLOAT -> new Floats(arrays);
      case DOUBLE -> new Doubles(arrays);
      default ->
          throw new IllegalArgumentException(
              "an update computes in FLOAT or DOUBLE, but the parameters are of " + type);
    };
  }

  /**
   * Reads a piece of an array.
   *
   * @throws IndexOutOfBoundsException if it is longer than {@link #PIECE} or passes an end
   */
  final void load(int array, long from, int count) {
    requireInside(array, from, count);
    read(array, from, count);
  }

  /**
   * Writes a piece of an array.
   *
   * @throws IndexOutOfBoundsException if it is longer than {@link #PIECE} or passes an end
   */
  final void store(int array, long from, int count) {
    requireInside(array, from, count);
    write(array, from, count);
  }

  private void requireInside(int array, long from, int count) {
    Objects.checkFromIndexSize(0, count, PIECE);
    Objects.checkFromIndexSize(from, count, lengths[array]);
  }

  abstract void read(int array, long from, int count);

  abstract void write(int array, long from, int count);

  /** Runs a stage of a program on the pieces. */
  abstract void run(
      UpdateLoop loop,
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      double[][] sums);

  /** Subtracts one piece from another. */
  abstract void subtract(int from, int what, int count);

  /** Sets a piece to 0. */
  abstract void clear(int array, int count);

  /** Remembers whether a piece is finite. */
  final void inspect(int array, int count) {
    inspect(array, count, zero);
  }

  abstract void inspect(int array, int count, double[] sums);

  /** Whether all pieces that were inspected since the last call were finite. */
  final boolean wereFinite() {
    double sum = 0;
    for (int i = 0; i < PIECE; i++) {
      sum += zero[i];
      zero[i] = 0;
    }
    return sum == 0;
  }

  private static final class Floats extends ArrayPieces {

    private final FloatPointer[] memory;
    private final float[][] pieces;
    private final float[] zeros = new float[PIECE];

    Floats(INDArray[] arrays) {
      super(arrays);
      memory = new FloatPointer[arrays.length];
      pieces = new float[arrays.length][PIECE];
      for (int i = 0; i < arrays.length; i++) {
        memory[i] = new FloatPointer(arrays[i].data().pointer()).getPointer(arrays[i].offset());
      }
    }

    @Override
    void read(int array, long from, int count) {
      memory[array].position(from).get(pieces[array], 0, count);
    }

    @Override
    void write(int array, long from, int count) {
      memory[array].position(from).put(pieces[array], 0, count);
    }

    @Override
    void run(
        UpdateLoop loop,
        int program,
        int stage,
        int count,
        double[] numbers,
        double[] tensorNumbers,
        double[][] sums) {
      loop.run(program, stage, count, numbers, tensorNumbers, pieces, sums);
    }

    @Override
    void subtract(int from, int what, int count) {
      float[] left = pieces[from];
      float[] right = pieces[what];
      for (int i = 0; i < count; i++) {
        left[i] -= right[i];
      }
    }

    @Override
    void clear(int array, int count) {
      System.arraycopy(zeros, 0, pieces[array], 0, count);
    }

    @Override
    void inspect(int array, int count, double[] sums) {
      float[] piece = pieces[array];
      for (int i = 0; i < count; i++) {
        sums[i] += 0 * piece[i];
      }
    }
  }

  private static final class Doubles extends ArrayPieces {

    private final DoublePointer[] memory;
    private final double[][] pieces;
    private final double[] zeros = new double[PIECE];

    Doubles(INDArray[] arrays) {
      super(arrays);
      memory = new DoublePointer[arrays.length];
      pieces = new double[arrays.length][PIECE];
      for (int i = 0; i < arrays.length; i++) {
        memory[i] = new DoublePointer(arrays[i].data().pointer()).getPointer(arrays[i].offset());
      }
    }

    @Override
    void read(int array, long from, int count) {
      memory[array].position(from).get(pieces[array], 0, count);
    }

    @Override
    void write(int array, long from, int count) {
      memory[array].position(from).put(pieces[array], 0, count);
    }

    @Override
    void run(
        UpdateLoop loop,
        int program,
        int stage,
        int count,
        double[] numbers,
        double[] tensorNumbers,
        double[][] sums) {
      loop.run(program, stage, count, numbers, tensorNumbers, pieces, sums);
    }

    @Override
    void subtract(int from, int what, int count) {
      double[] left = pieces[from];
      double[] right = pieces[what];
      for (int i = 0; i < count; i++) {
        left[i] -= right[i];
      }
    }

    @Override
    void clear(int array, int count) {
      System.arraycopy(zeros, 0, pieces[array], 0, count);
    }

    @Override
    void inspect(int array, int count, double[] sums) {
      double[] piece = pieces[array];
      for (int i = 0; i < count; i++) {
        sums[i] += 0 * piece[i];
      }
    }
  }
}
