package org.texp4j.dl4j.state;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of a flat array, to be changed one by one: for the few that a step of training has
 * to change beside its update, views and operations of ND4J cost more than their arithmetic.
 */
abstract sealed class Elements {

  /** The elements of an array, which has to stay where it is in memory while they are used. */
  static Elements of(INDArray row) {
    long end = row.offset() + row.length();
    if (row.dataType() == DataType.DOUBLE) {
      DoublePointer memory = new DoublePointer(row.data().pointer());
      return new Doubles(memory.position(row.offset()).limit(end).asBuffer());
    }
    FloatPointer memory = new FloatPointer(row.data().pointer());
    return new Floats(memory.position(row.offset()).limit(end).asBuffer());
  }

  /** Changes each element from one index to before another, in double. */
  abstract void replace(int from, int to, DoubleUnaryOperator change);

  private static final class Floats extends Elements {

    private final FloatBuffer values;

    Floats(FloatBuffer values) {
      this.values = values;
    }

    @Override
    void replace(int from, int to, DoubleUnaryOperator change) {
      for (int i = from; i < to; i++) {
        values.put(i, (float) change.applyAsDouble(values.get(i)));
      }
    }
  }

  private static final class Doubles extends Elements {

    private final DoubleBuffer values;

    Doubles(DoubleBuffer values) {
      this.values = values;
    }

    @Override
    void replace(int from, int to, DoubleUnaryOperator change) {
      for (int i = from; i < to; i++) {
        values.put(i, change.applyAsDouble(values.get(i)));
      }
    }
  }
}
