package org.texp4j.dl4j.train;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.internal.setup.OpenData;
import org.texp4j.dl4j.train.BatchReader.Read;

/**
 * The training data as one batch per step, or one segment in time of a batch, epoch after epoch. A
 * run that is resumed within an epoch expects the checksum of the batches before, and so notices if
 * the data give others.
 *
 * <p>During a step another thread reads the next batch, that of the next epoch too, if the data are
 * {@link org.texp4j.dl4j.data.EpochData} that support it; the batches are the same as without.
 */
final class BatchFeed {

  /**
   * Threads that are kept for a minute. On two processors Java's common pool starts one for each
   * task, which takes longer than anything else the feed does between two steps.
   */
  private static final Executor READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "reads training data");
            thread.setDaemon(true);
            return thread;
          });

  private final TimeSegments segments;
  private final long batchesPerEpoch;
  private final long lastExamples;

  /** Used by the caller, or by the thread that reads ahead until the caller has joined it. */
  private final BatchReader reader;

  private Optional<CompletableFuture<Read>> ahead = Optional.empty();
  private Optional<Read> last = Optional.empty();

  /** The checksum that the batches before the next one must have; empty if it is not known. */
  private Optional<String> expected = Optional.empty();

  /** The checksum of the first batch, which is read twice: to set up the run, and by its step. */
  private Optional<String> first = Optional.empty();

  /** Creates a feed of data that have epochs of some size. */
  BatchFeed(OpenData data, EpochSize size, int batchSize) {
    this(
        TimeSegments.WHOLE,
        size.steps(batchSize),
        size.lastBatch(batchSize),
        new BatchReader(data, size, batchSize));
  }

  private BatchFeed(
      TimeSegments segments, long batchesPerEpoch, long lastExamples, BatchReader reader) {
    this.segments = segments;
    this.batchesPerEpoch = batchesPerEpoch;
    this.lastExamples = lastExamples;
    this.reader = reader;
  }

  /** The same data, in segments of their batches; this feed must not be used any more. */
  BatchFeed in(TimeSegments others) {
    BatchFeed feed =
        new BatchFeed(others, batchesPerEpoch, lastExamples, reader.forSteps(others.perBatch()));
    feed.first = first;
    return feed;
  }

  /** The segments of a batch. */
  TimeSegments segments() {
    return segments;
  }

  /** The number of examples in the last batch of an epoch, if the data are as declared. */
  long lastExamples() {
    return lastExamples;
  }

  /** Whether the batch of a step may have some number of examples. */
  boolean allowsExamples(long step, long examples) {
    return reader.allowsExamples(segments.batchOf(step), examples);
  }

  long stepsPerEpoch() {
    return batchesPerEpoch * segments.perBatch();
  }

  /** Whether the data can be opened again in any epoch with the same order. */
  boolean repeatsEpochs() {
    return reader.repeatsEpochs();
  }

  /**
   * The checksum of the batches of an epoch that were given, wholly or in part, before a step;
   * empty if they were not read.
   */
  Optional<String> checksumBefore(long step) {
    long latest = segments.batchOf(step - 1);
    return last.filter(read -> step > 0 && read.batchIndex() == latest)
        .map(Read::checksumAfter)
        .or(() -> expected);
  }

  /** Expects the batches before the next one to have a checksum, if it is known. */
  void expect(Optional<String> checksumBefore) {
    expected = checksumBefore;
  }

  /**
   * Returns the batch of a step; the steps may come in any order.
   *
   * @param end the step from which on no batch will be asked for, so none is read ahead
   * @throws UnrepeatedBatchesException if the batches before it are not those expected
   * @throws DataException if the data cannot be used
   */
  Batch next(long step, long end) {
    long index = segments.batchOf(step);
    if (segments.continuesBatch(step)
        && last.filter(read -> read.batchIndex() == index).isPresent()) {
      requireExpected(last.get(), step);
      return segments.segment(last.get().batch(), step);
    }
    Read read = takeAhead(index).orElseGet(() -> reader.read(index));
    requireExpected(read, step);
    requireRepeated(read);
    segments.require(read.batch(), "that of step " + step);
    last = Optional.of(read);
    if ((index + 1) * segments.perBatch() < end && reader.supportsOtherThreads()) {
      ahead = Optional.of(CompletableFuture.supplyAsync(() -> reader.read(index + 1), READERS));
    }
    return segments.segment(read.batch(), step);
  }

  /** Waits for what is being read ahead, and takes it if it is the batch asked for. */
  private Optional<Read> takeAhead(long index) {
    Optional<CompletableFuture<Read>> reading = ahead;
    ahead = Optional.empty();
    try {
      return reading.map(CompletableFuture::join).filter(read -> read.batchIndex() == index);
    } catch (CompletionException e) {
      if (last.filter(read -> read.batchIndex() + 1 == index).isEmpty()) {
        return Optional.empty();
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private void requireExpected(Read read, long step) {
    String given = segments.continuesBatch(step) ? read.checksumAfter() : read.checksumBefore();
    // At the start of an epoch the checksum is that of the epoch before, which is not read again.
    boolean different =
        step % stepsPerEpoch() > 0
            && expected.filter(checksum -> !checksum.equals(given)).isPresent();
    expected = Optional.empty();
    if (different) {
      throw new UnrepeatedBatchesException(
          "the training data do not repeat the batches that this run had in epoch "
              + (step / stepsPerEpoch() + 1)
              + " before step "
              + step
              + ": use the same data; "
              + remedy());
    }
  }

  /** Data that can be moved to any epoch must give the same batch again, or no run could resume. */
  private void requireRepeated(Read read) {
    if (read.batchIndex() > 0 || !repeatsEpochs()) {
      return;
    }
    if (first.filter(checksum -> !checksum.equals(read.checksumAfter())).isPresent()) {
      throw new DataException(
          "the training data give another first batch each time that epoch 1 is started: "
              + remedy());
    }
    first = Optional.of(read.checksumAfter());
  }

  private String remedy() {
    return repeatsEpochs()
        ? "whatever is shuffled or changed in an epoch must follow from its number, with an"
            + " EpochIterator from the seed that opens it"
        : "if they shuffle or change their examples, return an EpochIterator, or for examples in"
            + " memory an ExampleIterator, of org.texp4j.dl4j.data, whose order follows from seed"
            + " and epoch";
  }
}
