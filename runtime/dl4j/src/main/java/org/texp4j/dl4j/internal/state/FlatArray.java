package org.texp4j.dl4j.internal.state;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of a flat array, to be changed one by one: for the few that a step of training has
 * to change beside its update, views and operations of ND4J cost more than their arithmetic.
 */
interface FlatArray {

  /** The elements of an array, which has to stay where it is in memory while they are used. */
  static FlatArray of(INDArray row) {
    long end = row.offset() + row.length();
    if (row.dataType() == DataType.DOUBLE) {
      DoublePointer memory = new DoublePointer(row.data().pointer());
      DoubleIndexer values = DoubleIndexer.create(memory.position(row.offset()).limit(end));
      return (from, to, change) -> {
        for (long i = from; i < to; i++) {
          values.put(i, change.applyAsDouble(values.get(i)));
        }
      };
    }
    FloatPointer memory = new FloatPointer(row.data().pointer());
    FloatIndexer values = FloatIndexer.create(memory.position(row.offset()).limit(end));
    return (from, to, change) -> {
      for (long i = from; i < to; i++) {
        values.put(i, (float) change.applyAsDouble(values.get(i)));
      }
    };
  }

  /** Changes each element from one index to before another, in double. */
  void replace(long from, long to, DoubleUnaryOperator change);
}
