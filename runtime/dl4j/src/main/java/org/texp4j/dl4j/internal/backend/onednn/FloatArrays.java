package org.texp4j.dl4j.internal.backend.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j's arrays as oneDNN can read them. */
final class FloatArrays {

  private FloatArrays() {}

  /** A new array outside all workspaces, with whatever its memory holds. */
  static INDArray create(long... shape) {
    MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    try {
      return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    } finally {
      outside.close();
    }
  }

  /** A new array outside all workspaces, with these numbers. */
  static INDArray copy(FloatBuffer numbers, long... shape) {
    INDArray array = create(shape);
    floats(array).put(numbers.duplicate());
    return array;
  }

  /** The array itself or, if its elements are no floats or do not follow each other, a copy. */
  static INDArray plain(INDArray array) {
    INDArray floats = array.castTo(DataType.FLOAT);
    return isPlain(floats) ? floats : floats.dup('c');
  }

  /**
   * Whether the elements follow each other; the stride of a dimension of one element is nothing.
   */
  private static boolean isPlain(INDArray array) {
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != expected) {
        return false;
      }
      expected *= array.size(i);
    }
    return true;
  }

  /** The numbers of a plain array. */
  static FloatBuffer floats(INDArray array) {
    return new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
  }
}
