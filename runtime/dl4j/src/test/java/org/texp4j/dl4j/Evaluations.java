package org.texp4j.dl4j;

import java.util.Map;

/** Results of evaluations, for tests that need no network. */
public final class Evaluations {

  private Evaluations() {}

  /** The result for a classifier. */
  public static EvaluationResult accuracy(double value) {
    return new EvaluationResult(
        Map.of(new Metric("accuracy", Metric.Better.HIGHER, true), value), Map.of());
  }

  /** The result for a network whose primary metric is an error. */
  public static EvaluationResult error(String name, double value) {
    return new EvaluationResult(Map.of(Metric.lowerIsBetter(name), value), Map.of());
  }
}
