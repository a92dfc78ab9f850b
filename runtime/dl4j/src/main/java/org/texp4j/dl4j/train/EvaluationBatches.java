package org.texp4j.dl4j.train;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.TrainingException;

/**
 * Evaluation data that know which batch they gave last, and refuse one that has no labels or values
 * that are not finite: a network may hide these, as a rectifier hides NaN.
 *
 * <p>Not safe for use by several threads.
 */
final class EvaluationBatches implements DataSetIterator {

  private static final long serialVersionUID = 1;

  private final DataSetIterator data;
  private long batches;
  private String shapes = "";

  EvaluationBatches(DataSetIterator data) {
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

  @Override
  public void reset() {
    batches = 0;
    shapes = "";
    data.reset();
  }

  @Override
  public boolean hasNext() {
    boolean another = data.hasNext();
    if (!another && batches == 0) {
      throw new TrainingException("there is no batch: let the iterator give at least one");
    }
    return another;
  }

  @Override
  public DataSet next() {
    batches++;
    shapes = "";
    DataSet batch = data.next();
    if (batch == null || batch.getFeatures() == null || batch.getLabels() == null) {
      throw new TrainingException(
          "it has no "
              + (batch == null ? "examples" : batch.getFeatures() == null ? "features" : "labels"));
    }
    shapes =
        " (features of shape "
            + Arrays.toString(batch.getFeatures().shape())
            + ", labels of shape "
            + Arrays.toString(batch.getLabels().shape())
            + ")";
    requireFinite("features", batch.getFeatures());
    requireFinite("labels", batch.getLabels());
    return batch;
  }

  private static void requireFinite(String name, INDArray values) {
    if (!Divergence.isFinite(values)) {
      throw new TrainingException("its " + name + " hold values that are not finite");
    }
  }

  @Override
  public DataSet next(int number) {
    throw new UnsupportedOperationException("batches have the size that the data give them");
  }

  @Override
  public int inputColumns() {
    return data.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return data.totalOutcomes();
  }

  @Override
  public boolean resetSupported() {
    return data.resetSupported();
  }

  /** No: the last batch read must be the one that is evaluated. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public int batch() {
    return data.batch();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor processor) {
    data.setPreProcessor(processor);
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return data.getPreProcessor();
  }

  @Override
  public List<String> getLabels() {
    return data.getLabels();
  }
}
