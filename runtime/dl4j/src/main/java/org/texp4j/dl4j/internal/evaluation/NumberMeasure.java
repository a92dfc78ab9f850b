package org.texp4j.dl4j.internal.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Metric;

/** Measures an output that predicts numbers. */
final class NumberMeasure implements OutputMeasure {

  private final RegressionEvaluation evaluation = new RegressionEvaluation();
  private final boolean explains;

  /**
   * Creates a measure before the first batch.
   *
   * @param explains whether the part of the variance that it explains is of interest
   */
  NumberMeasure(boolean explains) {
    this.explains = explains;
  }

  @Override
  public void add(INDArray labels, INDArray output, INDArray mask) {
    evaluation.eval(labels, output, mask);
  }

  @Override
  public Map<Metric, Double> metrics() {
    Map<Metric, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metrics.MSE, evaluation.averageMeanSquaredError());
    metrics.put(Metrics.MAE, evaluation.averageMeanAbsoluteError());
    if (explains) {
      metrics.put(
          Metrics.R2,
          IntStream.range(0, evaluation.numColumns())
              .mapToDouble(evaluation::rSquared)
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN));
    }
    return metrics;
  }

  @Override
  public RegressionEvaluation evaluation() {
    return evaluation;
  }
}
