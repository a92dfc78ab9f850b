package org.texp4j.dl4j.internal.backend.onednn.program;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array as oneDNN sees it.
 *
 * @param memory oneDNN's memory object: the descriptor with an address
 * @param layout oneDNN's memory descriptor: the shape, and where each element lies
 * @param buffer the part of the program's arena that holds it; null if it lies elsewhere, in an
 *     array of Deeplearning4j's
 */
public record Tensor(memory memory, memory.desc layout, ArenaBuffer buffer) {

  /**
   * Lets the tensor lie in an array of Deeplearning4j's.
   *
   * @param name the array, for the error
   * @param shape the shape that the array must have; the tensor's own, or another of that size
   * @throws MismatchException if the array has another shape or is not {@linkplain
   *     FloatArrays#plain plain}
   */
  public void pointTo(String name, INDArray array, long... shape) {
    FloatArrays.requirePlain(name, array, shape);
    requireSize(name, array);
    memory.set_data_handle(array.data().addressPointer());
  }

  /**
   * Lets the tensor lie in a parameter or gradient of Deeplearning4j's, whose elements it may read
   * in another order.
   *
   * @throws MismatchException if the array has not as many elements as the shape
   */
  void pointToParameter(String name, INDArray array, long... shape) {
    FloatArrays.requireDense(name, array, shape);
    requireSize(name, array);
    memory.set_data_handle(array.data().addressPointer());
  }

  private void requireSize(String name, INDArray array) {
    if (layout.get_size() != array.length() * Float.BYTES) {
      throw new MismatchException(
          name + " have " + array.length() + " elements in " + layout.get_size() + " bytes");
    }
  }

  /** Whether it has that very layout. */
  public boolean hasLayout(memory.desc other) {
    return layout.equals(other);
  }
}
