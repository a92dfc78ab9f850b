package org.texp4j.dl4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.usercode.Failure;
import org.texp4j.dl4j.internal.usercode.UserCode;

/**
 * The error if Deeplearning4j cannot compute on a batch: network and data do not fit, or a layer of
 * the user fails.
 */
final class BatchErrors {

  private BatchErrors() {}

  /**
   * Computes something on a batch.
   *
   * @throws TrainingException if the computation fails; it names the shapes of the batch
   */
  static void during(Batch batch, Runnable computation) {
    try {
      computation.run();
    } catch (RuntimeException | Error e) {
      if (Failure.isThrownByUser(e)) {
        throw UserCode.failure("code of the network", e);
      }
      if (UserCode.isExplained(e) || e instanceof VirtualMachineError) {
        throw e;
      }
      throw new TrainingException(
          "the network cannot be trained on features of shape "
              + shapes(batch.features())
              + " and labels of shape "
              + shapes(batch.labels())
              + ": "
              + Failure.sentence(e),
          e);
    }
  }

  /** The shapes of arrays, in words. */
  static String shapes(List<INDArray> arrays) {
    return arrays.stream()
        .map(array -> Arrays.toString(array.shape()))
        .collect(Collectors.joining(" and "));
  }
}
