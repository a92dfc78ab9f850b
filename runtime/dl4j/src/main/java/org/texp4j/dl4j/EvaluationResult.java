package org.texp4j.dl4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.nd4j.evaluation.IEvaluation;

/**
 * The result of the evaluation of a network on a pass over data.
 *
 * @param metrics the values of all metrics; at least one. The first is that of the primary metric,
 *     which the best model and {@code --patience} follow
 * @param evaluations Deeplearning4j's evaluation of each output of the network, by the name of the
 *     output; an output measured by its loss alone has none
 */
public record EvaluationResult(
    Map<Metric, Double> metrics, Map<String, IEvaluation<?>> evaluations) {

  /**
   * Creates a result.
   *
   * @throws IllegalArgumentException if there is no metric
   */
  public EvaluationResult {
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("an evaluation must have at least one metric");
    }
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    evaluations = Collections.unmodifiableMap(new LinkedHashMap<>(evaluations));
  }

  /** The primary metric. */
  public Metric primary() {
    return metrics.keySet().iterator().next();
  }

  /** The value of the primary metric. */
  public double primaryValue() {
    return metrics.get(primary());
  }

  /** The value of a metric; empty if there is none of that name. */
  public OptionalDouble value(String name) {
    return metrics.entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .mapToDouble(Map.Entry::getValue)
        .findFirst();
  }

  /** All values by the names of their metrics, the primary one first. */
  public Map<String, Double> byName() {
    Map<String, Double> byName = new LinkedHashMap<>();
    metrics.forEach((metric, value) -> byName.put(metric.name(), value));
    return Collections.unmodifiableMap(byName);
  }
}
