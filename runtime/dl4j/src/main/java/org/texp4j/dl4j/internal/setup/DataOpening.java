package org.texp4j.dl4j.internal.setup;

import java.util.Objects;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;

/** The opening of data by the methods of an experiment. */
public final class DataOpening {

  private DataOpening() {}

  /**
   * Calls a data method.
   *
   * @param method the annotation of the method, for messages
   * @throws DataException if the method throws it
   * @throws TrainingException if the method throws another exception or returns null
   */
  public static DataSetIterator open(String method, Experiment.Data data, DataRequest request) {
    try {
      DataSetIterator opened = data.open(request);
      return Objects.requireNonNull(opened, "it returned null, not an iterator");
    } catch (DataException e) {
      throw e;
    } catch (Exception e) {
      throw new TrainingException("the " + method + " method failed: " + e, e);
    }
  }

  /** The exception for an experiment without a network or data that is to be trained. */
  public static TrainingException scheduleOnly(Experiment experiment) {
    return new TrainingException(
        experiment.name()
            + " declares a schedule only: add a @Network and a @TrainingData method to train it");
  }
}
