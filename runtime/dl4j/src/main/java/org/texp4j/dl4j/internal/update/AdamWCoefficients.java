package org.texp4j.dl4j.internal.update;

import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Step;

/**
 * The numbers of one step of AdamW on weights w, moments m and n, and gradient g: m ← k₁m + k₂g, n
 * ← k₃n + k₄g², then w ← w − rm/(√(cn) + ε).
 *
 * @param momentKept k₁
 * @param momentGiven k₂
 * @param squareKept k₃
 * @param squareGiven k₄
 * @param rate r, with the correction of the first moment in it
 * @param squareCorrection c
 * @param epsilon ε
 */
record AdamWCoefficients(
    double momentKept,
    double momentGiven,
    double squareKept,
    double squareGiven,
    double rate,
    double squareCorrection,
    double epsilon) {

  /** No update: weights and moments stay as they are. */
  private static final AdamWCoefficients NONE = new AdamWCoefficients(1, 0, 1, 0, 0, 1, 1);

  /**
   * A step for tensors of a recipient, whose state is held a power of two below its scale: as
   * {@link AdamW} gives it.
   *
   * @param degree the power of P at which followers are held
   */
  static AdamWCoefficients of(Step step, ParameterGroup recipient, int degree, long shift) {
    return switch (recipient) {
      case DECLARED -> of(step, 1, 1);
      case CONVERTED -> of(step, step.alpha(), step.reached().scale().shifted(-shift).toDouble());
      case FOLLOWING -> of(step, 1, step.before().scale().shifted(-shift).power(degree).toDouble());
      case SUBTRACTED, FIXED -> NONE;
    };
  }

  private static AdamWCoefficients of(Step step, double alpha, double scale) {
    AdamW rule = (AdamW) step.rule();
    double beta1 = step.momentum();
    double beta2 = rule.beta2();
    return new AdamWCoefficients(
        alpha * beta1,
        alpha * (1 - beta1),
        alpha * alpha * beta2,
        alpha * alpha * (1 - beta2),
        scale * step.learningRate() / weightOfGradients(beta1, step),
        1 / weightOfGradients(beta2, step),
        rule.epsilon() / scale);
  }

  /** 1 − β^(s+1), the part of a moment that is not its start from zero. */
  private static double weightOfGradients(double beta, Step step) {
    return -Math.expm1((step.index() + 1) * Math.log(beta));
  }
}
