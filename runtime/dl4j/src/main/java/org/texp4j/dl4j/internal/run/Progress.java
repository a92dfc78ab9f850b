package org.texp4j.dl4j.internal.run;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.texp4j.dl4j.internal.checkpoint.Facts;

/**
 * What a run has come to so far, besides its state: losses and accuracies. Immutable.
 *
 * @param loss the loss of the last step; NaN before the first
 * @param lossSum the sum of the losses since the last evaluation
 * @param losses how many they are
 * @param accuracy the last accuracy
 * @param best the best accuracy
 * @param bestStep the steps that had been taken when it was found first
 * @param worse how many evaluations have been made since then
 */
public record Progress(
    double loss,
    double lossSum,
    long losses,
    OptionalDouble accuracy,
    OptionalDouble best,
    OptionalLong bestStep,
    long worse) {

  static final Progress NONE =
      new Progress(
          Double.NaN,
          0,
          0,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          0);

  private static final String LOSS = "progress.loss";
  private static final String LOSS_SUM = "progress.loss_sum";
  private static final String LOSSES = "progress.losses";
  private static final String ACCURACY = "progress.accuracy";
  private static final String BEST = "progress.best_accuracy";
  private static final String BEST_STEP = "progress.best_step";
  private static final String WORSE = "progress.evaluations_since_best";

  /** The mean loss since the last evaluation. */
  public double meanLoss() {
    return lossSum / losses;
  }

  Progress afterStep(double newLoss) {
    return new Progress(newLoss, lossSum + newLoss, losses + 1, accuracy, best, bestStep, worse);
  }

  /** The progress after an evaluation; NaN is never better than anything. */
  Progress afterEvaluation(double newAccuracy, long steps) {
    OptionalDouble last = OptionalDouble.of(newAccuracy);
    boolean better = newAccuracy > best.orElse(Double.NEGATIVE_INFINITY);
    return better
        ? new Progress(loss, lossSum, losses, last, last, OptionalLong.of(steps), 0)
        : new Progress(loss, lossSum, losses, last, best, bestStep, worse + 1);
  }

  /** The progress with no losses counted since the last evaluation. */
  Progress afterReport() {
    return new Progress(loss, 0, 0, accuracy, best, bestStep, worse);
  }

  /** The progress as facts, numbers exactly. */
  Facts facts() {
    Facts facts =
        Facts.NONE.with(LOSS, loss).with(LOSS_SUM, lossSum).with(LOSSES, losses).with(WORSE, worse);
    if (accuracy.isPresent()) {
      facts = facts.with(ACCURACY, accuracy.getAsDouble());
    }
    if (best.isPresent()) {
      facts = facts.with(BEST, best.getAsDouble()).with(BEST_STEP, bestStep.getAsLong());
    }
    return facts;
  }

  static Progress in(Facts facts) {
    return new Progress(
        Double.parseDouble(facts.require(LOSS)),
        Double.parseDouble(facts.require(LOSS_SUM)),
        Long.parseLong(facts.require(LOSSES)),
        number(facts, ACCURACY),
        number(facts, BEST),
        facts.get(BEST_STEP).isPresent()
            ? OptionalLong.of(Long.parseLong(facts.require(BEST_STEP)))
            : OptionalLong.empty(),
        Long.parseLong(facts.require(WORSE)));
  }

  private static OptionalDouble number(Facts facts, String name) {
    return facts.get(name).isPresent()
        ? OptionalDouble.of(Double.parseDouble(facts.require(name)))
        : OptionalDouble.empty();
  }
}
