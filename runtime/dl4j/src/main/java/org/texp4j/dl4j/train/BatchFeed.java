package org.texp4j.dl4j.train;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.digest.ArrayBytes;

/**
 * The training data as one batch a step, epoch after epoch, with a check sum of the batches of the
 * present epoch: so a run that goes on in the middle of one notices if they are others.
 *
 * <p>While a step is taken, another thread reads the next batch, that of the next epoch too, where
 * the data are {@link EpochData} that support it; the batches are the same as without.
 */
final class BatchFeed {

  /**
   * A batch that was read.
   *
   * @param sumBefore the check sum of the batches before it in its epoch
   * @param sumAfter the check sum with it
   */
  private record Read(long step, Batch batch, long sumBefore, long sumAfter) {}

  /**
   * Threads that are kept for a minute. Java's own pool makes one for each task where there are two
   * processors only, which takes longer than anything else the feed does between two steps.
   */
  private static final Executor READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "reads training data");
            thread.setDaemon(true);
            return thread;
          });

  private final DataSetIterator data;
  private final long stepsPerEpoch;

  // What reading changes belongs to the caller, or to the thread that reads ahead for it until the
  // caller has joined it.

  private final CRC32C sum = new CRC32C();

  /** The step whose batch the data give next; none before the first. */
  private long position = -1;

  /** The batch that is being read ahead. */
  private CompletableFuture<Read> ahead;

  /** The batch that was handed out last. */
  private Read last;

  /** What the check sum has to be when the next batch is asked for; null where nothing is known. */
  private String expectedSum;

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

  /** The check sum of an epoch's batches before a step; empty where they were not read. */
  Optional<String> sumBefore(long step) {
    return last != null && last.step() + 1 == step
        ? Optional.of(Long.toHexString(last.sumAfter()))
        : Optional.ofNullable(expectedSum);
  }

  /** Expects, when the next batch is asked for, a check sum of the batches before it, if known. */
  void expect(Optional<String> sumOfBatches) {
    expectedSum = sumOfBatches.orElse(null);
  }

  /**
   * The batch of a step; in order, or after going to any other step within the data.
   *
   * @param end the step for which no batch will be asked any more, so none is read ahead
   */
  Batch next(long step, long end) {
    Read given = readAhead(step).orElseGet(() -> read(step));
    requireExpected(given);
    last = given;
    if (step + 1 < end && canBeReadAhead()) {
      ahead = CompletableFuture.supplyAsync(() -> read(step + 1), READERS);
    }
    return given.batch();
  }

  /**
   * Whether another thread reads the same: Deeplearning4j's random numbers, which other data may
   * draw, belong to a thread.
   */
  private boolean canBeReadAhead() {
    return data instanceof EpochData && data.asyncSupported();
  }

  /** Waits for what is being read ahead, and takes it if it is the batch of the step. */
  private Optional<Read> readAhead(long step) {
    if (ahead == null) {
      return Optional.empty();
    }
    CompletableFuture<Read> reading = ahead;
    ahead = null;
    try {
      return Optional.of(reading.join()).filter(read -> read.step() == step);
    } catch (CompletionException e) {
      if (last.step() + 1 != step) {
        return Optional.empty();
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private Read read(long step) {
    long inEpoch = step % stepsPerEpoch;
    if (inEpoch == 0 || step != position) {
      startEpoch(step / stepsPerEpoch, step == position);
      for (long skipped = 0; skipped < inEpoch; skipped++) {
        nextOf(step - inEpoch + skipped);
      }
    }
    long sumBefore = sum.getValue();
    Batch batch = nextOf(step);
    if (inEpoch == stepsPerEpoch - 1 && data.hasNext()) {
      throw wrongLength("continue after " + stepsPerEpoch + " batches", step);
    }
    position = step + 1;
    return new Read(step, batch, sumBefore, sum.getValue());
  }

  private void requireExpected(Read given) {
    long step = given.step();
    String expected = expectedSum;
    expectedSum = null;
    // At the start of an epoch the sum is that of the epoch before, which is not read again.
    if (expected != null
        && step % stepsPerEpoch > 0
        && !expected.equals(Long.toHexString(given.sumBefore()))) {
      throw new DataException(
          "the training data do not give the batches again that this run had in epoch "
              + (step / stepsPerEpoch + 1)
              + " before step "
              + step
              + ": give it the same data; and data with an order of their own have to implement"
              + " EpochData, so that they can go back to any epoch");
    }
  }

  private Batch nextOf(long step) {
    if (!data.hasNext()) {
      throw wrongLength("ended after " + step % stepsPerEpoch + " batches", step);
    }
    try {
      Batch batch = Batch.of(data.next());
      batch.arrays().forEach(array -> ArrayBytes.read(array, sum::update));
      return batch;
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TrainingException("the training data failed at step " + step + ": " + e, e);
    }
  }

  /**
   * Starts an epoch; other data than {@link EpochData} count epochs by how often they are reset.
   */
  private void startEpoch(long epoch, boolean isNext) {
    sum.reset();
    if (data instanceof EpochData seekable) {
      seekable.startEpoch(epoch);
      return;
    }
    long resets = isNext || position < 0 ? 1 : 1 + epoch - (position - 1) / stepsPerEpoch;
    for (long i = 0; i < Math.max(1, resets); i++) {
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
