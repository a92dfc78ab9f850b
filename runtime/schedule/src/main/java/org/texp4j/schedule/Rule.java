package org.texp4j.schedule;

/**
 * An update rule: how an optimizer turns gradient, rate, weight decay and momentum into a step.
 *
 * <p>A rule is known to the conversion by what it does to a single number that has weight decay and
 * no gradient; see {@link Recipe} for what that gives.
 */
public sealed interface Rule permits Sgd, AdamW {

  /** Stochastic gradient descent as Li and Arora 2020 define it (Definition 1.2). */
  Rule HEAVY_BALL = new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, 0);

  /** The map of a step on a number without gradient. */
  DecayMatrix decayMap(double learningRate, double weightDecay, double momentum);

  /**
   * The largest product λη at which a constant recipe of this rule can be converted for a run of
   * any length; also for recipes that vary, if the largest values of λ, η and γ keep it.
   *
   * @param momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if γ leaves its range
   */
  double bound(double momentum);

  /** The {@link #bound} as a formula of γ. */
  String boundFormula();

  /** The product λη that is converted to so much growth of the scale: P'/P = 1/α. */
  double decayOf(double oneMinusAlpha, double momentum);
}
