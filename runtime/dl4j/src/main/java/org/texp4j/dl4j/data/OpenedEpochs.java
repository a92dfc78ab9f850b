package org.texp4j.dl4j.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Iterators of which each gives one epoch, opened with a seed that is a function of the epoch.
 *
 * <p>They are opened and read on a thread of their own, since ND4J's random numbers belong to a
 * thread and some readers draw them: so they follow from the seed, too, and neither a layer that
 * draws in between nor the thread that asks for a batch makes a difference.
 *
 * @param <T> the type of the iterators
 */
final class OpenedEpochs<T extends Iterator<?>> {

  /** Opens the data of an epoch. */
  interface Opening<T> {
    T open(long seed) throws Exception;
  }

  private final Opening<T> opening;
  private final ToIntFunction<T> takeNext;
  private final long seed;

  private final ExecutorService thread = newThread();
  private Thread reader;
  private OptionalLong examples = OptionalLong.empty();
  private long epoch;
  private T opened;

  /**
   * Creates the epochs, at the start of the first.
   *
   * @param takeNext takes the next batch of an iterator and returns its number of examples
   */
  OpenedEpochs(Opening<T> opening, ToIntFunction<T> takeNext, long seed) {
    this.opening = Objects.requireNonNull(opening, "opening");
    this.takeNext = takeNext;
    this.seed = seed;
  }

  /** A thread that ends when nothing refers to it any more. */
  private static ExecutorService newThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "reads an epoch");
          thread.setDaemon(true);
          return thread;
        });
  }

  void setExamples(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("examples must be at least 0, but is " + number);
    }
    examples = OptionalLong.of(number);
  }

  /** The number of examples in an epoch, counted in the first one if it is not known. */
  long examples() {
    if (examples.isEmpty()) {
      // On another thread, so that an epoch that is being read keeps its random numbers.
      OpenedEpochs<T> first = new OpenedEpochs<>(opening, takeNext, seed);
      long count = 0;
      while (first.hasNext()) {
        count += first.read(takeNext::applyAsInt);
      }
      examples = OptionalLong.of(count);
    }
    return examples.getAsLong();
  }

  void start(long newEpoch) {
    if (newEpoch < 0) {
      throw new IllegalArgumentException("epoch must be at least 0, but is " + newEpoch);
    }
    epoch = newEpoch;
    opened = null;
  }

  void startNext() {
    start(epoch + 1);
  }

  boolean hasNext() {
    return read(Iterator::hasNext);
  }

  /**
   * Returns what is read from the iterator of the present epoch.
   *
   * @throws DataException if it cannot be opened
   */
  <R> R read(Function<T, R> reading) {
    // A pre-processor may ask the iterator it is set on, and would wait for itself.
    if (Thread.currentThread() == reader) {
      return reading.apply(opened());
    }
    try {
      return CompletableFuture.supplyAsync(() -> readHere(reading), thread).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private <R> R readHere(Function<T, R> reading) {
    reader = Thread.currentThread();
    return reading.apply(opened());
  }

  /** Returns a batch; at the end of the epoch there is none. */
  <R> R readNext(Function<T, R> reading) {
    return read(
        data -> {
          if (!data.hasNext()) {
            throw new NoSuchElementException(
                "epoch " + epoch + " has no more batches; call reset()");
          }
          return reading.apply(data);
        });
  }

  private T opened() {
    if (opened == null) {
      opened = open(new RandomStream(seed, epoch).next());
    }
    return opened;
  }

  private T open(long epochSeed) {
    T data;
    try {
      Nd4j.getRandom().setSeed(epochSeed);
      data = opening.open(epochSeed);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new DataException("the data of epoch " + (epoch + 1) + " cannot be opened: " + e, e);
    }
    if (data == null) {
      throw new DataException(
          "the data of epoch " + (epoch + 1) + " cannot be opened: the iterator is null");
    }
    return data;
  }
}
