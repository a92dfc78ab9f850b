package org.texp4j.schedule;

import java.util.List;
import org.texp4j.schedule.rule.Rational;

/**
 * An update rule whose step is linear in weights, velocity and gradient: four numbers per step, in
 * the declared form as in the converted.
 */
public sealed interface LinearRule extends Rule permits Sgd {

  /** The states of every linear rule: one velocity, ṽ = (v − κθ)/P. */
  List<State> STATES = List.of(new State("v", Rational.of(-1)));

  @Override
  default List<State> states() {
    return STATES;
  }

  /**
   * The declared step on a gradient g; where decay enters the gradient, λθ is part of g.
   *
   * @param learningRate η, finite and at least 0
   * @param momentum γ, at least 0 and less than 1
   */
  LinearCoefficients declared(double learningRate, double momentum);

  /**
   * The equivalent step without weight decay, whose effect on the weights is yet to be {@linkplain
   * LinearCoefficients#scaled multiplied} by PP'.
   *
   * <p>With θ̃ = Pθ and ṽ = (v − κθ)/P any linear step (h, r, a, b) becomes θ̃ ← θ̃ − PP'(hṽ + rg̃)
   * and ṽ ← (a − λd)ṽ + (b + κd)g̃, where d = ar − bh; with decoupled decay, where κ = 0, ṽ ← (1 −
   * ηλ)(aṽ + bg̃).
   *
   * @param learningRate η, finite and at least 0
   * @param weightDecay λ, finite and at least 0
   * @param momentum γ, at least 0 and less than 1
   * @param kappa κ before the step, at least 0
   */
  LinearCoefficients converted(
      double learningRate, double weightDecay, double momentum, double kappa);
}
