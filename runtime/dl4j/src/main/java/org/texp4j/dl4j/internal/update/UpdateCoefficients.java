package org.texp4j.dl4j.internal.update;

import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Step;

/**
 * The four numbers of one step's update of weights w, velocity v and gradient g: w ← w + k₁v + k₂g,
 * v ← k₃v + k₄g, both from the old v.
 *
 * @param velocityToWeights k₁
 * @param gradientToWeights k₂
 * @param velocityToVelocity k₃
 * @param gradientToVelocity k₄
 */
public record UpdateCoefficients(
    double velocityToWeights,
    double gradientToWeights,
    double velocityToVelocity,
    double gradientToVelocity) {

  /** No update: weights and velocity stay as they are. */
  static final UpdateCoefficients NONE = new UpdateCoefficients(0, 0, 1, 0);

  /** A step in its linear form, whose effect on the weights is multiplied by a number. */
  public static UpdateCoefficients of(LinearCoefficients form, double multiplier) {
    return new UpdateCoefficients(
        -multiplier * form.velocityToWeights(),
        -multiplier * form.gradientToWeights(),
        form.velocityToVelocity(),
        form.gradientToVelocity());
  }

  /**
   * A step for tensors of a recipient, whose state is held a power of two below its scale.
   *
   * @param degree the power of P at which followers are held
   */
  public static UpdateCoefficients of(Step step, ParameterGroup recipient, int degree, long shift) {
    return switch (recipient) {
      case DECLARED -> of(step.declared(), 1);
      case CONVERTED -> of(step.converted(), step.multiplier().shifted(-2 * shift).toDouble());
      case FOLLOWING, SUBTRACTED ->
          of(step.declared(), step.before().scale().shifted(-shift).power(2 * degree).toDouble());
      case FIXED -> NONE;
    };
  }
}
