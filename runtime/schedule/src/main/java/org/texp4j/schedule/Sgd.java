package org.texp4j.schedule;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.texp4j.schedule.rule.Rational;
import org.texp4j.schedule.rule.RuleText;

/**
 * Stochastic gradient descent with momentum.
 *
 * <p>Let ηₒ be the outer and ηᵢ the inner rate, of which one is η and the other 1, and g the
 * gradient, to which {@link Coupling#IN_GRADIENT} adds λθ. A step is v ← γv + ηᵢ(1 − τ)g, then θ ←
 * θ − ηₒv or, looking ahead, θ ← θ − ηₒ(ηᵢg + γv); {@link Coupling#DECOUPLED} decay also subtracts
 * ηλθ.
 *
 * @param velocity how the velocity enters the update
 * @param coupling where weight decay enters the update
 * @param dampening τ, at least 0 and less than 1; 0 where the rule looks ahead. It acts from the
 *     first step on, whereas PyTorch's SGD omits it there
 */
public record Sgd(Velocity velocity, Coupling coupling, double dampening) implements LinearRule {

  /** SGD as Li and Arora 2020 define it (Definition 1.2): v ← γv + ∇L + λθ, θ ← θ − ηv. */
  public static final Sgd HEAVY_BALL = new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, 0);

  /**
   * Creates a rule.
   *
   * @throws IllegalArgumentException if the dampening leaves its range, or is not 0 where the rule
   *     looks ahead: no library combines the two
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

  @Override
  public Rational rateDegree() {
    return Rational.of(2);
  }

  @Override
  public RuleText text() {
    return new RuleText(
        optimizer(),
        List.of("v"),
        statements(),
        List.of(),
        Map.of("dampening", dampening),
        Optional.empty(),
        "w");
  }

  private List<String> statements() {
    return switch (velocity) {
      case HEAVY_BALL -> List.of("v = momentum * v + (1 - dampening) * g", "w = w - rate * v");
      case NESTEROV -> List.of("v = momentum * v + g", "w = w - rate * (g + momentum * v)");
      case RATE_IN_VELOCITY ->
          List.of("v = momentum * v + rate * (1 - dampening) * g", "w = w - v");
      case NESTEROV_RATE_IN_VELOCITY ->
          List.of("v = momentum * v + rate * g", "w = w - (rate * g + momentum * v)");
    };
  }

  @Override
  public WrittenRule written() {
    return WrittenRule.of(
        text(),
        coupling,
        switch (coupling) {
          case IN_GRADIENT -> new SgdLoop();
          case DECOUPLED -> new SgdwLoop();
        });
  }

  @Override
  public List<Constant> constants() {
    return dampening == 0 ? List.of() : List.of(new Constant("dampening", dampening, 0));
  }

  @Override
  public List<Object> arguments() {
    return List.of(velocity, coupling, dampening);
  }

  @Override
  public String optimizer() {
    return switch (velocity) {
      case HEAVY_BALL -> "SGD";
      case NESTEROV -> "Nesterov's SGD";
      case RATE_IN_VELOCITY -> "SGD, its rate inside the velocity,";
      case NESTEROV_RATE_IN_VELOCITY -> "Nesterov's SGD, its rate inside the velocity,";
    };
  }

  @Override
  public String momentumName() {
    return "momentum";
  }

  @Override
  public String momentumSymbol() {
    return "γ";
  }

  @Override
  public String weightDecayName() {
    return switch (coupling) {
      case IN_GRADIENT -> "weight decay";
      case DECOUPLED -> "decoupled weight decay";
    };
  }

  @Override
  public List<StepColumn> columns(RecipeForm form) {
    return equals(HEAVY_BALL) ? List.of() : LinearCoefficients.columns(form);
  }

  @Override
  public LinearCoefficients declared(double learningRate, double momentum) {
    double inner = velocity.rateInside() ? learningRate : 1;
    double outer = velocity.rateInside() ? 1 : learningRate;
    return velocity.looksAhead()
        ? new LinearCoefficients(
            outer * momentum * momentum, learningRate * (1 + momentum), momentum, inner)
        : new LinearCoefficients(
            outer * momentum, learningRate * (1 - dampening), momentum, inner * (1 - dampening));
  }

  @Override
  public LinearCoefficients converted(
      double learningRate, double weightDecay, double momentum, double kappa) {
    LinearCoefficients step = declared(learningRate, momentum);
    if (coupling == Coupling.DECOUPLED) {
      double alpha = 1 - learningRate * weightDecay;
      return new LinearCoefficients(
          step.velocityToWeights(),
          step.gradientToWeights(),
          alpha * step.velocityToVelocity(),
          alpha * step.gradientToVelocity());
    }
    // ar − bh, without the terms that cancel.
    double determinant = velocity.looksAhead() ? learningRate * momentum : 0;
    return new LinearCoefficients(
        step.velocityToWeights(),
        step.gradientToWeights(),
        step.velocityToVelocity() - weightDecay * determinant,
        step.gradientToVelocity() + kappa * determinant);
  }

  @Override
  public DecayMatrix decayMatrix(
      double learningRate, double weightDecay, double momentum, long step) {
    DoubleDouble decay = DoubleDouble.product(learningRate, weightDecay);
    DoubleDouble gamma = DoubleDouble.of(momentum);
    DoubleDouble ahead = velocity.looksAhead() ? gamma.times(momentum) : gamma;
    DoubleDouble velocityToWeight = velocity.rateInside() ? ahead : ahead.times(learningRate);
    if (coupling == Coupling.DECOUPLED) {
      return DecayMatrix.ofStep(decay, velocityToWeight, DoubleDouble.ZERO, gamma);
    }
    DoubleDouble undampened = DoubleDouble.sum(1, -dampening);
    DoubleDouble weightToVelocity =
        (velocity.rateInside() ? decay : DoubleDouble.of(weightDecay)).times(undampened);
    return DecayMatrix.ofStep(
        decay.times(velocity.looksAhead() ? DoubleDouble.sum(1, momentum) : undampened),
        velocityToWeight,
        weightToVelocity,
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
    // The characteristic equation of the decay matrix, solved for λη.
    return velocity.looksAhead()
        ? oneMinusAlpha * (alpha - momentum) / ((1 + momentum) * alpha - momentum)
        : oneMinusAlpha * (alpha - momentum) / (alpha * (1 - dampening));
  }
}
