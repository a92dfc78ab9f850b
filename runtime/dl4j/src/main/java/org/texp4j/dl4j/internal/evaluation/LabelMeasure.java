package org.texp4j.dl4j.internal.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.evaluation.classification.EvaluationBinary;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TrainingException;

/** Measures an output that says yes or no, once or for each of several independent labels. */
final class LabelMeasure implements OutputMeasure {

  private final EvaluationBinary evaluation = new EvaluationBinary();
  private final boolean signed;

  /**
   * Creates a measure before the first batch.
   *
   * @param signed whether labels are 1 or −1, and the sign of the output counts
   */
  LabelMeasure(boolean signed) {
    this.signed = signed;
  }

  @Override
  public void add(INDArray labels, INDArray output, INDArray mask) {
    if (signed) {
      evaluation.eval(isPositive(labels, output), isPositive(output, output), mask);
      return;
    }
    if (!Task.areZeroOrOne(labels)) {
      throw new TrainingException(
          "its labels are not all 0 or 1, though those of the first batch are");
    }
    evaluation.eval(labels, output, mask);
  }

  private static INDArray isPositive(INDArray values, INDArray typed) {
    return values.gt(0).castTo(typed.dataType());
  }

  /** Of one label the accuracy is primary; of several rare ones, it would hide what is missed. */
  @Override
  public Map<Metric, Double> metrics() {
    double accuracy = mean(label -> evaluation.accuracy(label));
    double f1 = mean(this::f1);
    Map<Metric, Double> metrics = new LinkedHashMap<>();
    if (evaluation.numLabels() > 1) {
      metrics.put(Metrics.F1, f1);
    }
    metrics.put(Metrics.ACCURACY, accuracy);
    metrics.putIfAbsent(Metrics.F1, f1);
    return metrics;
  }

  /** Deeplearning4j's own is NaN where a label occurs but is never predicted. */
  private double f1(int label) {
    double correct = 2.0 * evaluation.truePositives(label);
    return correct
        / (correct + evaluation.falsePositives(label) + evaluation.falseNegatives(label));
  }

  /** The mean over the labels of which it is known; NaN if it is of none. */
  private double mean(IntToDoubleFunction ofLabel) {
    return IntStream.range(0, evaluation.numLabels())
        .mapToDouble(ofLabel)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public EvaluationBinary evaluation() {
    return evaluation;
  }
}
