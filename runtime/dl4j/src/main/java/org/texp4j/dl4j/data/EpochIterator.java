package org.texp4j.dl4j.data;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;

/**
 * An iterator that is opened anew for each epoch with a seed of its own, so that whatever it
 * shuffles or augments is a pure function of seed and epoch, and a run resumes in the middle of an
 * epoch.
 *
 * <p>For readers of DataVec and any other iterator that draws random numbers:
 *
 * <pre>{@code
 * return EpochIterator.of(request, seed -> {
 *   ImageRecordReader reader = new ImageRecordReader(32, 32, 3, new ParentPathLabelGenerator());
 *   reader.initialize(
 *       new CollectionInputSplit(images.shuffled(seed)), new FlipImageTransform(new Random(seed)));
 *   return new RecordReaderDataSetIterator(reader, request.batchSize(), 1, classes);
 * }).withExamples(images.count());
 * }</pre>
 *
 * <p>{@link #startEpoch} moves to any epoch, {@link #reset} to the next. Batches within an epoch
 * are read in order, so a run that resumes there reads those before it again. The iterators are
 * opened and read on one thread of their own. Not safe for use by several threads at a time. Java
 * serialization is not supported, although the interface declares it.
 */
public final class EpochIterator implements DataSetIterator, EpochData {

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
    DataSetIterator open(long seed) throws Exception;
  }

  private final transient OpenedEpochs<DataSetIterator> epochs;
  private final int batchSize;
  private DataSetPreProcessor preProcessor;

  private EpochIterator(OpenedEpochs<DataSetIterator> epochs, int batchSize) {
    this.epochs = epochs;
    this.batchSize = batchSize;
  }

  /**
   * Returns an iterator at the start of epoch 0. Its examples are counted by reading an epoch when
   * their number is asked for, as a run does before its first step; {@link #withExamples} saves
   * that.
   *
   * @param request the request, for its batch size and seed
   */
  public static EpochIterator of(DataRequest request, Opening opening) {
    return new EpochIterator(
        new OpenedEpochs<>(opening::open, data -> Batch.of(data.next()).examples(), request.seed()),
        request.batchSize());
  }

  /**
   * This iterator with a known number of examples, which a run checks against what it reads.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public EpochIterator withExamples(long examples) {
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
  public DataSet next() {
    return epochs.readNext(data -> preProcessed(data.next()));
  }

  @Override
  public DataSet next(int most) {
    return epochs.readNext(data -> preProcessed(data.next(most)));
  }

  private DataSet preProcessed(DataSet batch) {
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public int inputColumns() {
    return epochs.read(DataSetIterator::inputColumns);
  }

  @Override
  public int totalOutcomes() {
    return epochs.read(DataSetIterator::totalOutcomes);
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
    return batchSize;
  }

  /**
   * Sets what is applied to each batch after the opened iterators' own pre-processors, on the
   * thread that reads them: ND4J's random numbers are those of the epoch there.
   */
  @Override
  public void setPreProcessor(DataSetPreProcessor value) {
    preProcessor = value;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public List<String> getLabels() {
    return epochs.read(DataSetIterator::getLabels);
  }

  /** Always throws: Deeplearning4j declares iterators serializable, but open data are not state. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(EpochIterator.class.getName());
  }
}
