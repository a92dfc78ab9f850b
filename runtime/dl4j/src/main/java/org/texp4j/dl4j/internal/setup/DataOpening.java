package org.texp4j.dl4j.internal.setup;

import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.usercode.UserCode;

/** The opening of data by the methods of an experiment. */
public final class DataOpening {

  private DataOpening() {}

  /**
   * Calls a data method. The iterator it returns reports failures as its own.
   *
   * @param method the annotation of the method, for messages
   * @throws org.texp4j.dl4j.data.DataException if the method throws it
   * @throws TrainingException if the method throws anything else or returns null
   */
  public static DataSetIterator open(String method, Experiment.Data data, DataRequest request) {
    DataSetIterator opened = UserCode.call("the " + method + " method", () -> data.open(request));
    if (opened == null) {
      throw new TrainingException("the " + method + " method returned null, not an iterator");
    }
    return UserCode.guard(
        "the " + method + " iterator", opened, DataSetIterator.class, EpochData.class);
  }

  /** The exception for an experiment without a network or data that is to be trained. */
  public static TrainingException scheduleOnly(Experiment experiment) {
    return new TrainingException(
        experiment.name()
            + " declares a schedule only: add a @Network and a @TrainingData method to train it");
  }
}
