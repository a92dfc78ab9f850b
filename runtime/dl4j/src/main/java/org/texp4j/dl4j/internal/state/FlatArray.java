package org.texp4j.dl4j.internal.state;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of a row of parameters or velocities, changed in place element by element.
 *
 * <p>For the few elements that a step of training changes besides its update, views and operations
 * of ND4J cost more than the arithmetic itself.
 */
sealed interface FlatArray {

  /**
   * Returns the memory of a row.
   *
   * @param row contiguous, float or double; must stay where it is in memory while this is used
   * @throws IllegalArgumentException if it is of another type or not contiguous
   */
  static FlatArray of(INDArray row) {
    boolean contiguous = row.length() == 1 || row.elementWiseStride() == 1;
    if (!contiguous || row.dataType() != DataType.FLOAT && row.dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "a row must be of FLOAT or DOUBLE and contiguous, but is of " + row.shapeInfoToString());
    }
    long end = row.offset() + row.length();
    if (row.dataType() == DataType.DOUBLE) {
      DoublePointer memory = new DoublePointer(row.data().pointer());
      return new Doubles(DoubleIndexer.create(memory.position(row.offset()).limit(end)));
    }
    FloatPointer memory = new FloatPointer(row.data().pointer());
    return new Floats(FloatIndexer.create(memory.position(row.offset()).limit(end)));
  }

  /**
   * Replaces each element by a function of it, computed in double.
   *
   * @param from the index of the first element
   * @param to the index after the last
   */
  void replace(long from, long to, DoubleUnaryOperator change);

  /** Elements of 64 bits. */
  record Doubles(DoubleIndexer elements) implements FlatArray {

    @Override
    public void replace(long from, long to, DoubleUnaryOperator change) {
      for (long i = from; i < to; i++) {
        elements.put(i, change.applyAsDouble(elements.get(i)));
      }
    }
  }

  /** Elements of 32 bits, to which results are rounded. */
  record Floats(FloatIndexer elements) implements FlatArray {

    @Override
    public void replace(long from, long to, DoubleUnaryOperator change) {
      for (long i = from; i < to; i++) {
        elements.put(i, (float) change.applyAsDouble(elements.get(i)));
      }
    }
  }
}
