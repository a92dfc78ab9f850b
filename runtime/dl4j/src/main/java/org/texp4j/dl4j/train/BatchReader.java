package org.texp4j.dl4j.train;

import java.util.zip.CRC32C;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.digest.ArrayBytes;
import org.texp4j.dl4j.internal.setup.OpenData;

/**
 * Reads the batch of any step from the training data, with a checksum of the batches before it in
 * its epoch.
 *
 * <p>Not safe for use by several threads at once.
 */
final class BatchReader {

  /**
   * A batch that was read.
   *
   * @param batchIndex its index, counted over all epochs
   * @param batch the batch
   * @param checksumBefore the checksum of the batches before it in its epoch
   * @param checksumAfter the checksum with it
   */
  record Read(long batchIndex, Batch batch, String checksumBefore, String checksumAfter) {}

  private final OpenData data;
  private final EpochSize size;
  private final int batchSize;
  private final long batchesPerEpoch;
  private final int stepsPerBatch;
  private final CRC32C checksum = new CRC32C();

  /** The step whose batch is next in the data; −1 before the first. */
  private long position = -1;

  /** The epoch that was started last; −1 before the first. */
  private long epoch = -1;

  /**
   * Creates a reader.
   *
   * @param size the size of an epoch
   * @param batchSize the number of examples of every batch but the last of an epoch, which may have
   *     fewer
   */
  BatchReader(OpenData data, EpochSize size, int batchSize) {
    this(data, size, batchSize, 1);
  }

  private BatchReader(OpenData data, EpochSize size, int batchSize, int stepsPerBatch) {
    this.data = data;
    this.size = size;
    this.batchSize = batchSize;
    this.batchesPerEpoch = size.steps(batchSize);
    this.stepsPerBatch = stepsPerBatch;
  }

  /**
   * A reader of the same data for runs that take some number of steps per batch. It starts its
   * first epoch anew, after the resets of this reader, which must not be used any more.
   */
  BatchReader forSteps(int perBatch) {
    BatchReader reader = new BatchReader(data, size, batchSize, perBatch);
    reader.epoch = epoch;
    return reader;
  }

  /**
   * Whether another thread reads the same batches: the random numbers of Deeplearning4j, which
   * other data may draw, belong to a thread.
   */
  boolean supportsOtherThreads() {
    return repeatsEpochs() && data.asyncSupported();
  }

  /** Whether a batch may have some number of examples. */
  boolean allowsExamples(long batch, long examples) {
    return batch % batchesPerEpoch == batchesPerEpoch - 1
        ? examples <= batchSize && size.allowsLastBatch(Math.toIntExact(examples), batchSize)
        : examples == batchSize;
  }

  /** Whether the order of the data in an epoch is a function of the epoch alone. */
  boolean repeatsEpochs() {
    return data.epochs().isPresent();
  }

  /**
   * Reads the batch of a step.
   *
   * @throws DataException if the data do not give batches of the declared size in epochs of the
   *     declared length
   * @throws TrainingException if the data fail
   */
  Read read(long step) {
    try {
      return readStep(step);
    } catch (TrainingException e) {
      throw new TrainingException(
          "at step " + step * stepsPerBatch + ", " + e.getMessage(), e.getCause());
    }
  }

  private Read readStep(long step) {
    long inEpoch = step % batchesPerEpoch;
    if (inEpoch == 0 || step != position) {
      startEpoch(step / batchesPerEpoch, step == position);
      for (long skipped = step - inEpoch; skipped < step; skipped++) {
        nextBatch(skipped);
      }
    }
    String before = checksum();
    Batch batch = nextBatch(step);
    if (inEpoch == batchesPerEpoch - 1 && data.hasNext()) {
      throw wrongLength("continue after " + batchesPerEpoch + " batches", step);
    }
    position = step + 1;
    return new Read(step, batch, before, checksum());
  }

  private String checksum() {
    return Long.toHexString(checksum.getValue());
  }

  private Batch nextBatch(long step) {
    if (!data.hasNext()) {
      throw wrongLength("ended after " + step % batchesPerEpoch + " batches", step);
    }
    Batch batch = nextUsable(data);
    requireDeclaredSize(batch.examples(), step);
    batch.arrays().forEach(array -> ArrayBytes.read(array, checksum::update));
    return batch;
  }

  /**
   * Returns the next batch of data.
   *
   * @throws TrainingException if it cannot be used
   */
  static Batch nextUsable(OpenData data) {
    try {
      return data.next();
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new TrainingException(
          "the @TrainingData iterator returned a batch that cannot be used: " + e.getMessage(), e);
    }
  }

  private void requireDeclaredSize(int examples, long step) {
    long inEpoch = step % batchesPerEpoch;
    boolean last = inEpoch == batchesPerEpoch - 1;
    if (last && !size.allowsLastBatch(examples, batchSize)) {
      throw new DataException(
          "the last batch of epoch "
              + (step / batchesPerEpoch + 1)
              + " of the training data has "
              + examples
              + (examples == 1 ? " example" : " examples")
              + " instead of "
              + size.lastBatch(batchSize)
              + ", but "
              + size.expectation(batchSize));
    }
    if (last ? examples > batchSize : examples != batchSize) {
      throw new DataException(
          "batch "
              + (inEpoch + 1)
              + " of epoch "
              + (step / batchesPerEpoch + 1)
              + " of the training data has "
              + examples
              + (examples == 1 ? " example" : " examples")
              + ", but the declared batchSize is "
              + batchSize
              + " (only the last batch of an epoch, batch "
              + batchesPerEpoch
              + ", may have fewer): let the iterator give batches of request.batchSize(), or"
              + " declare in @Experiment the batchSize that it gives");
    }
  }

  /**
   * Starts an epoch; data other than {@link EpochData} count epochs by how often they are reset.
   */
  private void startEpoch(long started, boolean isNext) {
    checksum.reset();
    long before = epoch;
    epoch = started;
    if (repeatsEpochs()) {
      data.epochs().get().startEpoch(started);
      return;
    }
    long resets = isNext || before < 0 ? 1 : 1 + started - before;
    for (long i = 0; i < Math.max(1, resets); i++) {
      data.reset();
    }
  }

  private DataException wrongLength(String what, long step) {
    return new DataException(
        "the training data "
            + what
            + " of epoch "
            + (step / batchesPerEpoch + 1)
            + ", but "
            + size.expectation(batchSize));
  }
}
