package org.texp4j.dl4j.train;

import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;

/**
 * Refuses sequences that a network would truncate in time: Deeplearning4j takes several updates for
 * such a batch, where a recipe has one step.
 *
 * @param longest the number of time steps up to which nothing is truncated; empty for any number
 */
record SequenceLengths(OptionalInt longest) {

  private static final int SEQUENCES = 3;
  private static final int TIME = 2;

  /**
   * Checks a batch.
   *
   * @param where which batch it is, for the message
   * @throws TrainingException if its sequences are too long
   */
  void refuse(Batch batch, String where) {
    for (INDArray features : batch.features()) {
      if (longest.isPresent()
          && features.rank() == SEQUENCES
          && features.size(TIME) > longest.getAsInt()) {
        throw new TrainingException(
            where
                + " has sequences of "
                + features.size(TIME)
                + " time steps, but the network truncates backpropagation through time after "
                + longest.getAsInt()
                + ", which takes several updates per batch: give it sequences of at most "
                + longest.getAsInt()
                + " time steps, or remove .backpropType(…)");
      }
    }
  }
}
