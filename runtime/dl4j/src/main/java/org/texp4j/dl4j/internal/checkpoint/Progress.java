package org.texp4j.dl4j.internal.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.texp4j.dl4j.EvaluationResult;

/**
 * The losses and evaluations of a run so far. Immutable.
 *
 * @param loss the loss of the last step; NaN before the first
 * @param lossSum the sum of the losses of all examples since the last evaluation
 * @param examples the number of these examples
 * @param metrics the metrics of the last evaluation by name, the primary one first; empty before
 *     the first evaluation
 * @param best the best value of the primary metric
 * @param bestStep the number of steps that had been taken when the best value was first reached
 * @param worse the number of evaluations since then
 */
public record Progress(
    double loss,
    double lossSum,
    long examples,
    Map<String, Double> metrics,
    OptionalDouble best,
    OptionalLong bestStep,
    long worse) {

  /** The progress before the first step. */
  public static final Progress NONE =
      new Progress(Double.NaN, 0, 0, Map.of(), OptionalDouble.empty(), OptionalLong.empty(), 0);

  /** Creates a progress. */
  public Progress {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** The mean loss of the examples since the last evaluation. */
  public double meanLoss() {
    return lossSum / examples;
  }

  /** Whether the last step was followed by its evaluation, or by a report where there is none. */
  public boolean isEvaluated() {
    return examples == 0;
  }

  /** The name of the primary metric; empty before the first evaluation. */
  public Optional<String> primary() {
    return metrics.keySet().stream().findFirst();
  }

  /**
   * The progress after a step.
   *
   * @param newLoss the mean loss of its examples
   * @param newExamples their number
   */
  public Progress afterStep(double newLoss, long newExamples) {
    return new Progress(
        newLoss,
        lossSum + newExamples * newLoss,
        examples + newExamples,
        metrics,
        best,
        bestStep,
        worse);
  }

  /**
   * The progress after an evaluation. NaN is never better than anything; and if another metric was
   * primary before, any value is the best so far.
   */
  public Progress afterEvaluation(EvaluationResult result, long steps) {
    double value = result.primaryValue();
    boolean isSameMetric = primary().filter(result.primary().name()::equals).isPresent();
    double before = isSameMetric ? best.orElse(Double.NaN) : Double.NaN;
    return result.primary().isBetter(value, before)
        ? new Progress(
            loss,
            lossSum,
            examples,
            result.byName(),
            OptionalDouble.of(value),
            OptionalLong.of(steps),
            0)
        : new Progress(loss, lossSum, examples, result.byName(), best, bestStep, worse + 1);
  }

  /** The progress with the sum of losses begun anew. */
  public Progress afterReport() {
    return new Progress(loss, 0, 0, metrics, best, bestStep, worse);
  }
}
