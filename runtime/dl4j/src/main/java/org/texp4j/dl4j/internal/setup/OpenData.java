package org.texp4j.dl4j.internal.setup;

import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.usercode.UserCode;

/** The batches of an opened iterator, whichever of Deeplearning4j's two kinds it is. */
public sealed interface OpenData {

  /** Whether there is another batch in this pass. */
  boolean hasNext();

  /**
   * Returns the next batch.
   *
   * @throws IllegalArgumentException if it cannot be used, as for {@link Batch#of}
   * @throws NullPointerException if it or a part of it is missing
   */
  Batch next();

  /** Begins another pass. */
  void reset();

  /** Whether another thread may read ahead. */
  boolean asyncSupported();

  /** The same data, if their order is a function of the epoch. */
  Optional<EpochData> epochs();

  /**
   * The number of examples in an epoch, if they are in memory and can be counted without an effect
   * on what is read later.
   */
  default OptionalLong countedInMemory() {
    return OptionalLong.empty();
  }

  private static Optional<EpochData> epochs(Object iterator) {
    return iterator instanceof EpochData epochs ? Optional.of(epochs) : Optional.empty();
  }

  /** Data with one array of features and one of labels. */
  record Single(DataSetIterator iterator) implements OpenData {

    @Override
    public boolean hasNext() {
      return iterator.hasNext();
    }

    @Override
    public Batch next() {
      return Batch.of(iterator.next());
    }

    @Override
    public void reset() {
      iterator.reset();
    }

    @Override
    public boolean asyncSupported() {
      return iterator.asyncSupported();
    }

    @Override
    public Optional<EpochData> epochs() {
      return OpenData.epochs(iterator);
    }

    @Override
    public OptionalLong countedInMemory() {
      // No subclass, which may do anything.
      if (UserCode.unguarded(iterator).getClass() != ListDataSetIterator.class) {
        return OptionalLong.empty();
      }
      DataSetPreProcessor preProcessor = iterator.getPreProcessor();
      iterator.setPreProcessor(null);
      long examples = 0;
      for (iterator.reset(); iterator.hasNext(); ) {
        examples += iterator.next().numExamples();
      }
      iterator.setPreProcessor(preProcessor);
      iterator.reset();
      return OptionalLong.of(examples);
    }
  }

  /** Data with any number of arrays of features and of labels. */
  record Multi(MultiDataSetIterator iterator) implements OpenData {

    @Override
    public boolean hasNext() {
      return iterator.hasNext();
    }

    @Override
    public Batch next() {
      return Batch.of(iterator.next());
    }

    @Override
    public void reset() {
      iterator.reset();
    }

    @Override
    public boolean asyncSupported() {
      return iterator.asyncSupported();
    }

    @Override
    public Optional<EpochData> epochs() {
      return OpenData.epochs(iterator);
    }
  }
}
