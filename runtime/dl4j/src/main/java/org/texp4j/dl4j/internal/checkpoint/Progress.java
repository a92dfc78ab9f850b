package org.texp4j.dl4j.internal.checkpoint;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The losses and accuracies of a run so far. Immutable.
 *
 * @param loss the loss of the last step; NaN before the first
 * @param lossSum the sum of the losses since the last evaluation
 * @param losses the number of these losses
 * @param accuracy the last accuracy
 * @param best the best accuracy
 * @param bestStep the number of steps that had been taken when the best accuracy was first reached
 * @param worse the number of evaluations since then
 */
public record Progress(
    double loss,
    double lossSum,
    long losses,
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

  /** The mean loss since the last evaluation. */
  public double meanLoss() {
    return lossSum / losses;
  }

  /** Whether the last step was followed by its evaluation, or by a report where there is none. */
  public boolean isEvaluated() {
    return losses == 0;
  }

  /** The progress after a step. */
  public Progress afterStep(double newLoss) {
    return new Progress(newLoss, lossSum + newLoss, losses + 1, accuracy, best, bestStep, worse);
  }

  /** The progress after an evaluation; NaN is never better than anything. */
  public Progress afterEvaluation(double newAccuracy, long steps) {
    OptionalDouble last = OptionalDouble.of(newAccuracy);
    boolean better = newAccuracy > best.orElse(Double.NEGATIVE_INFINITY);
    return better
        ? new Progress(loss, lossSum, losses, last, last, OptionalLong.of(steps), 0)
        : new Progress(loss, lossSum, losses, last, best, bestStep, worse + 1);
  }

  /** The progress with the sum of losses begun anew. */
  public Progress afterReport() {
    return new Progress(loss, 0, 0, accuracy, best, bestStep, worse);
  }
}
