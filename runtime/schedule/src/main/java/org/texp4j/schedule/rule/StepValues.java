package org.texp4j.schedule.rule;

/**
 * What a rule needs to know of one step on one tensor. Immutable.
 *
 * @param rate η, as declared
 * @param decay λ, as declared; 0 for a tensor without decay
 * @param momentum γ
 * @param step t, the number of the step, from 1
 * @param mean 1 over the number of examples over which the gradient is a sum
 * @param converted whether the tensor is trained without decay, at a scale that grows by it
 * @param kappa κ before the step, for each state that decay reaches; empty where it is 0
 * @param scales the scale of the tensor before and after the step
 */
public record StepValues(
    double rate,
    double decay,
    double momentum,
    long step,
    double mean,
    boolean converted,
    double[] kappa,
    Scales scales) {

  /** Powers of the scale of a tensor: c before the step, c' after it. */
  @FunctionalInterface
  public interface Scales {

    /** The scale 1, of tensors that are held as declared. */
    Scales ONE = (before, after) -> 1;

    /** Returns c^before · c'^after. */
    double power(Rational before, Rational after);
  }
}
