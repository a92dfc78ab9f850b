package org.texp4j.dl4j.internal.backend.onednn.program;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j's arrays as oneDNN can read them: floats in C order, one behind the other. */
public final class FloatArrays {

  private FloatArrays() {}

  /** A new array outside all workspaces, not initialized. */
  public static INDArray create(long... shape) {
    MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    try {
      return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    } finally {
      outside.close();
    }
  }

  /** A new array outside all workspaces, with these elements. */
  public static INDArray copy(FloatBuffer elements, long... shape) {
    INDArray array = create(shape);
    floats(array).put(elements.duplicate());
    return array;
  }

  /** The array itself if it is plain: floats in C order with nothing between; otherwise a copy. */
  public static INDArray plain(INDArray array) {
    INDArray floats = array.castTo(DataType.FLOAT);
    return isPlain(floats) ? floats : floats.dup('c');
  }

  /** Whether elements follow each other; the stride of a dimension of one element is ignored. */
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

  /** The elements of a plain array; not a copy. */
  public static FloatBuffer floats(INDArray array) {
    return new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
  }
}
