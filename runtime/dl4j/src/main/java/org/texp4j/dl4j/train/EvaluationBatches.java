package org.texp4j.dl4j.train;

import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.setup.OpenData;

/**
 * Evaluation data that know which batch they gave last, and refuse one that has no labels or values
 * that are not finite: a network may hide these, as a rectifier hides NaN.
 *
 * <p>There is one pass at a time: a new one ends that before. Not safe for use by several threads.
 */
final class EvaluationBatches implements Iterable<Batch> {

  private final OpenData data;
  private long batches;
  private String shapes = "";

  EvaluationBatches(OpenData data) {
    this.data = data;
  }

  /** The exception for an evaluation that failed in the last batch, or in getting the next one. */
  TrainingException failure(RuntimeException cause) {
    String where =
        batches == 0
            ? "before the first batch"
            : (shapes.isEmpty() ? "reading" : "in") + " batch " + batches;
    String reason = cause instanceof TrainingException ? cause.getMessage() : cause.toString();
    return new TrainingException(
        "the evaluation failed " + where + " of the @EvaluationData" + shapes + ": " + reason,
        cause);
  }

  /** Begins a pass over the data. */
  @Override
  public Iterator<Batch> iterator() {
    batches = 0;
    shapes = "";
    data.reset();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return hasAnother();
      }

      @Override
      public Batch next() {
        return read();
      }
    };
  }

  private boolean hasAnother() {
    boolean another = data.hasNext();
    if (!another && batches == 0) {
      throw new TrainingException("there is no batch: let the iterator give at least one");
    }
    return another;
  }

  private Batch read() {
    batches++;
    shapes = "";
    Batch batch;
    try {
      batch = data.next();
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new TrainingException(e.getMessage(), e);
    }
    shapes =
        " (features of shape "
            + BatchErrors.shapes(batch.features())
            + ", labels of shape "
            + BatchErrors.shapes(batch.labels())
            + ")";
    requireFinite("features", batch.features());
    requireFinite("labels", batch.labels());
    return batch;
  }

  private static void requireFinite(String name, List<INDArray> arrays) {
    if (!arrays.stream().allMatch(Divergence::isFinite)) {
      throw new TrainingException("its " + name + " hold values that are not finite");
    }
  }
}
