package org.texp4j.dl4j.internal.backend.onednn.program;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's arrays as oneDNN can read them: floats in C order, one behind the other.
 *
 * <p>An array's address reaches native code by {@link #floats} and {@link Tensor#pointTo} only,
 * which compare the array with the plan first.
 */
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
    elements(array).put(elements.duplicate());
    return array;
  }

  /** The array itself if it is plain: floats in C order with nothing between; otherwise a copy. */
  public static INDArray plain(INDArray array) {
    INDArray floats = array.castTo(DataType.FLOAT);
    return isPlain(floats) ? floats : floats.dup('c');
  }

  /**
   * The elements of an array, one behind the other; not a copy.
   *
   * @param name the array, for the error
   * @param shape the shape that it must have
   * @throws MismatchException if it has another shape or is not {@link #plain}
   */
  public static FloatBuffer floats(String name, INDArray array, long... shape) {
    requirePlain(name, array, shape);
    return elements(array);
  }

  private static FloatBuffer elements(INDArray array) {
    return new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
  }

  /** Throws {@link MismatchException} unless an array has that shape and is {@link #plain}. */
  static void requirePlain(String name, INDArray array, long... shape) {
    if (array == null || !Arrays.equals(array.shape(), shape) || !isPlain(array)) {
      throw MismatchException.of(name, array, shape);
    }
  }

  /**
   * Throws {@link MismatchException} unless an array has as many elements as that shape, floats in
   * C or Fortran order with nothing between.
   */
  static void requireDense(String name, INDArray array, long... shape) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (array.length() != elements
        || !(isPlain(array) || isPlain(array.permute(reversed(array))))) {
      throw MismatchException.of(name, array, shape);
    }
  }

  private static int[] reversed(INDArray array) {
    return IntStream.range(0, array.rank()).map(i -> array.rank() - 1 - i).toArray();
  }

  /** Whether elements are floats one behind the other; strides of one element are ignored. */
  private static boolean isPlain(INDArray array) {
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != expected) {
        return false;
      }
      expected *= array.size(i);
    }
    return array.dataType() == DataType.FLOAT;
  }
}
