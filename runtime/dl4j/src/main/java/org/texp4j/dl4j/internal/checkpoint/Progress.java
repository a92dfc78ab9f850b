package org.texp4j.dl4j.internal.checkpoint;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The losses and accuracies of a run so far. Immutable.
 *
 * @param loss the loss of the last step; NaN before the first
 * @param lossSum the sum of the losses of all examples since the last evaluation
 * @param examples the number of these examples
 * @param accuracy the last accuracy
 * @param best the best accuracy
 * @param bestStep the number of steps that had been taken when the best accuracy was first reached
 * @param worse the number of evaluations since then
 */
public record Progress(
    double loss,
    double lossSum,
    long examples,
    OptionalDouble accuracy,
    OptionalDouble best,
    OptionalLong bestStep,
    long worse) {

  /** The progress before the first step. */
  public static final Progress NONE =
      new Progress(
          Double.NaN,
          0,
          0,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          0);

  /** The mean loss of the examples since the last evaluation. */
  public double meanLoss() {
    return lossSum / examples;
  }

  /** Whether the last step was followed by its evaluation, or by a report where there is none. */
  public boolean isEvaluated() {
    return examples == 0;
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
        accuracy,
        best,
        bestStep,
        worse);
  }

  /** The progress after an evaluation; NaN is never better than anything. */
  public Progress afterEvaluation(double newAccuracy, long steps) {
    OptionalDouble last = OptionalDouble.of(newAccuracy);
    boolean better = newAccuracy > best.orElse(Double.NEGATIVE_INFINITY);
    return better
        ? new Progress(loss, lossSum, examples, last, last, OptionalLong.of(steps), 0)
        : new Progress(loss, lossSum, examples, last, best, bestStep, worse + 1);
  }

  /** The progress with the sum of losses begun anew. */
  public Progress afterReport() {
    return new Progress(loss, 0, 0, accuracy, best, bestStep, worse);
  }
}
