package org.texp4j.dl4j.data;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.Batch;

/**
 * An iterator over examples in memory: rows of a table, images, or padded sequences with their
 * masks. The last batch of an epoch may be smaller.
 *
 * <p>{@link #training Training} data is shuffled. The order of epoch e is a pure function of the
 * seed and e: {@link #startEpoch} moves to any epoch, {@link #reset} to the next. {@link
 * #evaluation Evaluation} data has the order of the examples in every epoch.
 *
 * <p>Batches are copies; the examples must not be changed while they are in use. Not safe for use
 * by several threads at a time. Java serialization is not supported, although the interface
 * declares it.
 */
public final class ExampleIterator implements DataSetIterator, EpochData {

  private static final long serialVersionUID = 1;

  private final transient ExampleOrder examples;
  private DataSetPreProcessor preProcessor;

  private ExampleIterator(ExampleOrder examples) {
    this.examples = examples;
  }

  /**
   * Returns training data, shuffled, at the start of epoch 0.
   *
   * @param examples all examples, along the first dimension
   * @param batchSize the number of examples in a batch, at least 1
   * @param seed the seed of the order
   * @throws IllegalArgumentException if {@code batchSize} is less than 1, or there are no examples,
   *     or they lack labels
   */
  public static ExampleIterator training(DataSet examples, int batchSize, long seed) {
    return new ExampleIterator(ExampleOrder.shuffled(Batch.of(examples), batchSize, seed));
  }

  /**
   * Returns evaluation data, in the order of the examples.
   *
   * @param examples all examples, along the first dimension
   * @param batchSize the number of examples in a batch, at least 1
   * @throws IllegalArgumentException if {@code batchSize} is less than 1, or there are no examples,
   *     or they lack labels
   */
  public static ExampleIterator evaluation(DataSet examples, int batchSize) {
    return new ExampleIterator(ExampleOrder.asGiven(Batch.of(examples), batchSize));
  }

  /**
   * Returns all that an iterator has from where it is to its end. Sequences of different lengths
   * are padded and masked.
   *
   * @throws DataException if it has nothing
   */
  public static DataSet all(DataSetIterator data) {
    List<DataSet> batches = new ArrayList<>();
    while (data.hasNext()) {
      batches.add(data.next());
    }
    if (batches.isEmpty()) {
      throw new DataException("there are no examples to read; check where they are read from");
    }
    return DataSet.merge(batches);
  }

  @Override
  public long examples() {
    return examples.examples();
  }

  /**
   * The SHA-256 digest of the examples, in hex. Empty if there is a pre-processor, which may make
   * other batches of them.
   */
  @Override
  public Optional<String> digest() {
    return preProcessor == null ? Optional.of(examples.digest()) : Optional.empty();
  }

  @Override
  public void startEpoch(long epoch) {
    examples.order().start(epoch);
  }

  /** Moves to the start of the next epoch. */
  @Override
  public void reset() {
    examples.order().startNext();
  }

  @Override
  public boolean hasNext() {
    return examples.order().hasNext();
  }

  /**
   * Returns the next batch.
   *
   * @throws NoSuchElementException at the end of the epoch
   */
  @Override
  public DataSet next() {
    return next(examples.batchSize());
  }

  /**
   * Returns the next batch.
   *
   * @param most the largest number of examples, at least 1
   * @throws IllegalArgumentException if {@code most} is less than 1
   * @throws NoSuchElementException at the end of the epoch
   */
  @Override
  public DataSet next(int most) {
    DataSet batch = examples.next(most).toDataSet();
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public int inputColumns() {
    return ExampleOrder.columns(examples.all().features().get(0));
  }

  @Override
  public int totalOutcomes() {
    return ExampleOrder.columns(examples.all().labels().get(0));
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

  @Override
  public int batch() {
    return examples.batchSize();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor value) {
    preProcessor = value;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** Returns nothing: what the labels mean is not known. */
  @Override
  public List<String> getLabels() {
    return List.of();
  }

  /** Always throws: Deeplearning4j declares iterators serializable, but examples are not state. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(ExampleIterator.class.getName());
  }
}
