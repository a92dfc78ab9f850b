package org.texp4j.dl4j.internal.update;

import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Step;

/**
 * The numbers of one step of AdamW on weights w, the means m of the gradient and n of its square,
 * and gradient g: m ← k₁m + k₂g, n ← k₃n + k₄g², then w ← w − rm/(√(cn) + ε).
 *
 * @param meanToMean k₁
 * @param gradientToMean k₂
 * @param meanSquareToMeanSquare k₃
 * @param gradientToMeanSquare k₄
 * @param rate r, including the bias correction of m
 * @param squareCorrection c, the bias correction of n
 * @param epsilon ε
 */
record AdamWCoefficients(
    double meanToMean,
    double gradientToMean,
    double meanSquareToMeanSquare,
    double gradientToMeanSquare,
    double rate,
    double squareCorrection,
    double epsilon) {

  /** The step that leaves weights and means as they are. */
  private static final AdamWCoefficients NONE = new AdamWCoefficients(1, 0, 1, 0, 0, 1, 1);

  /**
   * Returns the step for tensors of a group; the formulas are those of {@link AdamW}.
   *
   * @param degree the power of P at which tensors are held that follow it
   * @param shift the power of two by which the state is held below its scale
   */
  static AdamWCoefficients of(Step step, ParameterGroup group, int degree, long shift) {
    return switch (group) {
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
        scale * step.learningRate() / bias(beta1, step),
        1 / bias(beta2, step),
        rule.epsilon() / scale);
  }

  /** 1 − β^(s+1), by which the start from 0 makes a mean too small. */
  private static double bias(double beta, Step step) {
    return -Math.expm1((step.index() + 1) * Math.log(beta));
  }
}
