package org.texp4j.schedule;

import java.util.Objects;

/**
 * Stochastic gradient descent with momentum.
 *
 * <p>With an outer rate ηₒ and an inner rate ηᵢ, of which one is η and the other 1, and g the
 * gradient, to which {@link Coupling#IN_GRADIENT} adds λθ: v ← γv + ηᵢ(1 − τ)g, then θ ← θ − ηₒv
 * or, looking ahead, θ ← θ − ηₒ(ηᵢg + γv).
 *
 * @param velocity how the velocity enters the update
 * @param coupling where weight decay enters the update
 * @param dampening τ, from 0 to 1; PyTorch's SGD leaves it out of its very first step, this does
 *     not
 */
public record Sgd(Velocity velocity, Coupling coupling, double dampening) implements Rule {

  /**
   * Creates a rule.
   *
   * @throws IllegalArgumentException if the dampening leaves its range, or is not 0 where the rule
   *     looks ahead, which no optimizer combines
   */
  public Sgd {
    Objects.requireNonNull(velocity);
    Objects.requireNonNull(coupling);
    if (!(dampening >= 0 && dampening < 1)) {
      throw new IllegalArgumentException(
          "dampening must be at least 0 and less than 1, but is " + dampening);
    }
    if (velocity.looksAhead() && dampening != 0) {
      throw new IllegalArgumentException(
          "Nesterov momentum is defined without dampening, but the dampening is " + dampening);
    }
  }

  /** A step as declared, on the gradient to which a decay in the gradient has been added. */
  public LinearCoefficients declared(double learningRate, double momentum) {
    double inner = velocity.rateInside() ? learningRate : 1;
    double outer = velocity.rateInside() ? 1 : learningRate;
    return velocity.looksAhead()
        ? new LinearCoefficients(
            outer * momentum * momentum, learningRate * (1 + momentum), momentum, inner)
        : new LinearCoefficients(
            outer * momentum, learningRate * (1 - dampening), momentum, inner * (1 - dampening));
  }

  /**
   * A step of the equivalent rule without weight decay, whose first two numbers are to be
   * multiplied by P P'.
   *
   * <p>With θ̃ = Pθ and ṽ = (v − κθ)/P any linear rule h, r, a, b becomes θ̃ ← θ̃ − PP'(hṽ + rg̃)
   * and ṽ ← (a − λd)ṽ + (b + κd)g̃ with d = ar − bh; and for decay beside the gradient step, where
   * κ = 0, ṽ ← (1 − ηλ)(aṽ + bg̃). d is ηγ for a rule that looks ahead and 0 for all others.
   *
   * @param kappa κ before the step
   */
  LinearCoefficients converted(
      double learningRate, double weightDecay, double momentum, double kappa) {
    LinearCoefficients form = declared(learningRate, momentum);
    if (coupling == Coupling.DECOUPLED) {
      double kept = 1 - learningRate * weightDecay;
      return new LinearCoefficients(
          form.velocityToWeights(),
          form.gradientToWeights(),
          kept * form.velocityToVelocity(),
          kept * form.gradientToVelocity());
    }
    double determinant = velocity.looksAhead() ? learningRate * momentum : 0;
    return new LinearCoefficients(
        form.velocityToWeights(),
        form.gradientToWeights(),
        form.velocityToVelocity() - weightDecay * determinant,
        form.gradientToVelocity() + kappa * determinant);
  }

  @Override
  public DecayMatrix decayMap(double learningRate, double weightDecay, double momentum) {
    DoubleDouble decay = DoubleDouble.product(learningRate, weightDecay);
    DoubleDouble gamma = DoubleDouble.of(momentum);
    DoubleDouble ahead = velocity.looksAhead() ? gamma.times(momentum) : gamma;
    DoubleDouble taken = velocity.rateInside() ? ahead : ahead.times(learningRate);
    if (coupling == Coupling.DECOUPLED) {
      return DecayMatrix.of(decay, taken, DoubleDouble.ZERO, gamma);
    }
    DoubleDouble entering = DoubleDouble.sum(1, -dampening);
    DoubleDouble given =
        (velocity.rateInside() ? decay : DoubleDouble.of(weightDecay)).times(entering);
    return DecayMatrix.of(
        decay.times(velocity.looksAhead() ? DoubleDouble.sum(1, momentum) : entering),
        taken,
        given,
        gamma);
  }

  /** {@inheritDoc} (1 − √γ)²/(1 − τ); looking ahead ((1 − γ)/(1 + γ))²; decoupled, less than 1. */
  @Override
  public double bound(double momentum) {
    Require.momentum(momentum);
    if (coupling == Coupling.DECOUPLED) {
      return Math.nextDown(1.0);
    }
    // 1 − √γ = (1 − γ)/(1 + √γ) does not cancel near γ = 1.
    double root = (1 - momentum) / (1 + (velocity.looksAhead() ? momentum : Math.sqrt(momentum)));
    return root * root / (1 - dampening);
  }

  @Override
  public String boundFormula() {
    if (coupling == Coupling.DECOUPLED) {
      return "the largest double below 1";
    }
    if (velocity.looksAhead()) {
      return "((1 − γ)/(1 + γ))²";
    }
    return dampening == 0 ? "(1 − √γ)²" : "(1 − √γ)²/(1 − τ)";
  }

  @Override
  public double decayOf(double oneMinusAlpha, double momentum) {
    double alpha = 1 - oneMinusAlpha;
    if (coupling == Coupling.DECOUPLED) {
      return oneMinusAlpha;
    }
    // The characteristic equation of the map, solved for λη.
    return velocity.looksAhead()
        ? oneMinusAlpha * (alpha - momentum) / ((1 + momentum) * alpha - momentum)
        : oneMinusAlpha * (alpha - momentum) / (alpha * (1 - dampening));
  }
}
