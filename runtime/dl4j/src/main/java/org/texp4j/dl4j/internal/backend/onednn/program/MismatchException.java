package org.texp4j.dl4j.internal.backend.onednn.program;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Thrown for an array other than a program was planned for, before native code gets its address.
 */
public final class MismatchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates the exception; the message names the array, its shape and the planned one. */
  public MismatchException(String message) {
    super(message);
  }

  static MismatchException of(String name, INDArray array, long... planned) {
    return new MismatchException(
        name
            + " should have shape "
            + Arrays.toString(planned)
            + ", but "
            + (array == null
                ? "there are none"
                : "have shape " + Arrays.toString(array.shape()) + " in " + array.dataType()));
  }
}
