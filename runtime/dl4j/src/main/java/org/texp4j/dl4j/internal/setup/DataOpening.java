package org.texp4j.dl4j.internal.setup;

import java.util.concurrent.Callable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.usercode.UserCode;

/** The opening of data by the methods of an experiment. */
public final class DataOpening {

  private DataOpening() {}

  /**
   * Calls a data method. The iterator behind what it returns reports failures as its own.
   *
   * @param method the annotation of the method, for messages
   * @throws org.texp4j.dl4j.data.DataException if the method throws it
   * @throws TrainingException if the method throws anything else or returns null
   */
  public static OpenData open(String method, Experiment.Data data, DataRequest request) {
    if (data instanceof Experiment.Data.Single single) {
      return new OpenData.Single(open(method, () -> single.open(request), DataSetIterator.class));
    }
    Experiment.Data.Multi multi = (Experiment.Data.Multi) data;
    return new OpenData.Multi(open(method, () -> multi.open(request), MultiDataSetIterator.class));
  }

  private static <T> T open(String method, Callable<T> opening, Class<T> type) {
    T opened = UserCode.call("the " + method + " method", opening);
    if (opened == null) {
      throw new TrainingException("the " + method + " method returned null, not an iterator");
    }
    return UserCode.guard("the " + method + " iterator", opened, type, EpochData.class);
  }

  /** The exception for an experiment without a network or data that is to be trained. */
  public static TrainingException scheduleOnly(Experiment experiment) {
    return new TrainingException(
        experiment.name()
            + " declares a schedule only: add a @Network and a @TrainingData method to train it");
  }
}
