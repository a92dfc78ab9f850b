package org.texp4j.dl4j.data;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.texp4j.dl4j.Batch;

/** An {@link ExampleIterator} for networks with several inputs or outputs. */
public final class MultiExampleIterator implements MultiDataSetIterator, EpochData {

  private static final long serialVersionUID = 1;

  private final transient ExampleOrder examples;
  private MultiDataSetPreProcessor preProcessor;

  private MultiExampleIterator(ExampleOrder examples) {
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
  public static MultiExampleIterator training(MultiDataSet examples, int batchSize, long seed) {
    return new MultiExampleIterator(ExampleOrder.shuffled(Batch.of(examples), batchSize, seed));
  }

  /**
   * Returns evaluation data, in the order of the examples.
   *
   * @param examples all examples, along the first dimension
   * @param batchSize the number of examples in a batch, at least 1
   * @throws IllegalArgumentException if {@code batchSize} is less than 1, or there are no examples,
   *     or they lack labels
   */
  public static MultiExampleIterator evaluation(MultiDataSet examples, int batchSize) {
    return new MultiExampleIterator(ExampleOrder.asGiven(Batch.of(examples), batchSize));
  }

  /**
   * Returns all that an iterator has from where it is to its end. Sequences of different lengths
   * are padded and masked.
   *
   * @throws DataException if it has nothing
   */
  public static MultiDataSet all(MultiDataSetIterator data) {
    List<MultiDataSet> batches = new ArrayList<>();
    while (data.hasNext()) {
      batches.add(data.next());
    }
    if (batches.isEmpty()) {
      throw new DataException("there are no examples to read; check where they are read from");
    }
    return org.nd4j.linalg.dataset.MultiDataSet.merge(batches);
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
  public MultiDataSet next() {
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
  public MultiDataSet next(int most) {
    MultiDataSet batch = examples.next(most).toMultiDataSet();
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

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor value) {
    preProcessor = value;
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** Always throws: Deeplearning4j declares iterators serializable, but examples are not state. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(MultiExampleIterator.class.getName());
  }
}
