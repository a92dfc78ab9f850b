package org.texp4j.dl4j.train;

import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.EpochData;

/** The training data as one batch a step, epoch after epoch. */
final class BatchFeed {

  private final DataSetIterator data;
  private final long stepsPerEpoch;

  private BatchFeed(DataSetIterator data, long stepsPerEpoch) {
    this.data = data;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /** A feed whose epochs are as long as the data, where it knows its size, or else as declared. */
  static BatchFeed of(DataSetIterator data, Experiment experiment) {
    long examples =
        data instanceof EpochData sized ? sized.examples() : experiment.trainingExamples();
    return new BatchFeed(data, experiment.stepsPerEpoch(examples));
  }

  long stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** The batch of a step; steps come in order, starting with any. */
  DataSet next(long step) {
    long inEpoch = step % stepsPerEpoch;
    if (inEpoch == 0) {
      startEpoch(step / stepsPerEpoch);
    }
    if (!data.hasNext()) {
      throw wrongLength("ended after " + inEpoch + " batches", step);
    }
    DataSet batch = data.next();
    if (inEpoch == stepsPerEpoch - 1 && data.hasNext()) {
      throw wrongLength("go on after " + stepsPerEpoch + " batches", step);
    }
    return batch;
  }

  private void startEpoch(long epoch) {
    if (data instanceof EpochData seekable) {
      seekable.startEpoch(epoch);
    } else {
      data.reset();
    }
  }

  private DataException wrongLength(String what, long step) {
    return new DataException(
        "the training data "
            + what
            + " of epoch "
            + (step / stepsPerEpoch + 1)
            + ", but an epoch is declared to have "
            + stepsPerEpoch
            + " steps: set trainingExamples in @Experiment to the number of examples the data"
            + " gives, and let batches have the size of the request");
  }
}
