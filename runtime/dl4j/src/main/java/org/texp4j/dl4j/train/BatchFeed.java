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

  /** The step whose batch the data give next; none before the first. */
  private long position = -1;

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

  /** The batch of a step; in order, or after going to any other step within the data. */
  DataSet next(long step) {
    long inEpoch = step % stepsPerEpoch;
    if (inEpoch == 0 || step != position) {
      startEpoch(step / stepsPerEpoch);
      for (long skipped = 0; skipped < inEpoch; skipped++) {
        nextOf(step - inEpoch + skipped);
      }
    }
    DataSet batch = nextOf(step);
    if (inEpoch == stepsPerEpoch - 1 && data.hasNext()) {
      throw wrongLength("go on after " + stepsPerEpoch + " batches", step);
    }
    position = step + 1;
    return batch;
  }

  private DataSet nextOf(long step) {
    if (!data.hasNext()) {
      throw wrongLength("ended after " + step % stepsPerEpoch + " batches", step);
    }
    try {
      return data.next();
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TrainingException("the training data failed at step " + step + ": " + e, e);
    }
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
