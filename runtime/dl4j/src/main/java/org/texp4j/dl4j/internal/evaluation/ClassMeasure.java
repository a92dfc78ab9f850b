package org.texp4j.dl4j.internal.evaluation;

import java.util.Map;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TrainingException;

/** Measures an output that tells which one of several classes it is. */
final class ClassMeasure implements OutputMeasure {

  private final Evaluation evaluation = new Evaluation();
  private final boolean byIndex;

  /**
   * Creates a measure before the first batch.
   *
   * @param byIndex whether labels are the numbers of classes, not a 1 for the class
   */
  ClassMeasure(boolean byIndex) {
    this.byIndex = byIndex;
  }

  @Override
  public void add(INDArray labels, INDArray output, INDArray mask) {
    evaluation.eval(byIndex ? oneHot(labels, output) : labels, output, mask);
  }

  private INDArray oneHot(INDArray indices, INDArray output) {
    if (indices.size(1) != 1 || indices.length() * output.size(1) != output.length()) {
      throw new TrainingException(
          "labels that are numbers of classes must have one column where the output has "
              + output.size(1));
    }
    INDArray oneHot = Nd4j.zeros(output.dataType(), output.shape());
    for (long i = 0; i < output.size(1); i++) {
      oneHot.slice(i, 1).assign(indices.slice(0, 1).eq(i).castTo(output.dataType()));
    }
    return oneHot;
  }

  @Override
  public Map<Metric, Double> metrics() {
    return Map.of(Metrics.ACCURACY, evaluation.accuracy());
  }

  @Override
  public Evaluation evaluation() {
    return evaluation;
  }
}
