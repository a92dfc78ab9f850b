package org.texp4j.dl4j.data;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;

/** An {@link EpochIterator} for networks with several inputs or outputs. */
public final class MultiEpochIterator implements MultiDataSetIterator, EpochData {

  private static final long serialVersionUID = 1;

  /** Opens the data of an epoch. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Returns a new iterator, at its start.
     *
     * @param seed the seed of the epoch: all that is random must come from it, as from {@code new
     *     Random(seed)}, or from ND4J's random numbers, which are seeded with it
     */
    MultiDataSetIterator open(long seed) throws Exception;
  }

  private final transient OpenedEpochs<MultiDataSetIterator> epochs;
  private MultiDataSetPreProcessor preProcessor;

  private MultiEpochIterator(OpenedEpochs<MultiDataSetIterator> epochs) {
    this.epochs = epochs;
  }

  /**
   * Returns an iterator at the start of epoch 0. Its examples are counted by reading an epoch when
   * their number is asked for, as a run does before its first step; {@link #withExamples} saves
   * that.
   *
   * @param request the request, for its seed
   */
  public static MultiEpochIterator of(DataRequest request, Opening opening) {
    return new MultiEpochIterator(
        new OpenedEpochs<>(
            opening::open, data -> Batch.of(data.next()).examples(), request.seed()));
  }

  /**
   * This iterator with a known number of examples, which a run checks against what it reads.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public MultiEpochIterator withExamples(long examples) {
    epochs.setExamples(examples);
    return this;
  }

  @Override
  public long examples() {
    return epochs.examples();
  }

  @Override
  public void startEpoch(long epoch) {
    epochs.start(epoch);
  }

  /** Moves to the start of the next epoch. */
  @Override
  public void reset() {
    epochs.startNext();
  }

  @Override
  public boolean hasNext() {
    return epochs.hasNext();
  }

  /**
   * Returns the next batch.
   *
   * @throws NoSuchElementException at the end of the epoch
   */
  @Override
  public MultiDataSet next() {
    return epochs.readNext(data -> preProcessed(data.next()));
  }

  @Override
  public MultiDataSet next(int most) {
    return epochs.readNext(data -> preProcessed(data.next(most)));
  }

  private MultiDataSet preProcessed(MultiDataSet batch) {
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** Always true: another thread may read batches ahead, one thread at a time. */
  @Override
  public boolean asyncSupported() {
    return true;
  }

  /**
   * Sets what is applied to each batch after the opened iterators' own pre-processors, on the
   * thread that reads them: ND4J's random numbers are those of the epoch there.
   */
  @Override
  public void setPreProcessor(MultiDataSetPreProcessor value) {
    preProcessor = value;
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** Always throws: Deeplearning4j declares iterators serializable, but open data are not state. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(MultiEpochIterator.class.getName());
  }
}
