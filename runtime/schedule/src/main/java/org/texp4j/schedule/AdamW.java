package org.texp4j.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.texp4j.schedule.rule.Rational;
import org.texp4j.schedule.rule.RuleText;

/**
 * Adam with decoupled weight decay: I. Loshchilov and F. Hutter, "Decoupled weight decay
 * regularization", ICLR 2019.
 *
 * <p>Step s, where β₁ is the momentum of the recipe: m ← β₁m + (1 − β₁)g, n ← β₂n + (1 − β₂)g²,
 * then θ ← (1 − ηλ)θ − η m̂/(√n̂ + ε), where m̂ = m/(1 − β₁^(s+1)) and n̂ = n/(1 − β₂^(s+1)).
 *
 * <p>Its equivalent without weight decay, with α = 1 − ηλ, θ̃ = Pθ, m̃ = m/P and ñ = n/P²: m̃ ←
 * α(β₁m̃ + (1 − β₁)g̃), ñ ← α²(β₂ñ + (1 − β₂)g̃²), then θ̃ ← θ̃ − P'η m̃̂/(√ñ̂ + ε/P'), with the
 * bias corrections of the declared β₁ and β₂.
 *
 * @param beta2 β₂, at least 0 and less than 1
 * @param epsilon ε, greater than 0
 */
public record AdamW(double beta2, double epsilon) implements Rule {

  /** The states of every AdamW: the moving averages m of the gradient and n of its square. */
  public static final List<State> STATES =
      List.of(new State("m", Rational.of(-1)), new State("n", Rational.of(-2)));

  /**
   * Creates a rule.
   *
   * @throws IllegalArgumentException if a number leaves its range
   */
  public AdamW {
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "beta2 must be at least 0 and less than 1, but is " + beta2);
    }
    if (!(epsilon > 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "epsilon must be finite and greater than 0, but is " + epsilon);
    }
  }

  @Override
  public Rational rateDegree() {
    return Rational.of(1);
  }

  @Override
  public RuleText text() {
    return new RuleText(
        optimizer(),
        List.of("m", "n"),
        List.of(
            "m = beta1 * m + (1 - beta1) * g",
            "n = beta2 * n + (1 - beta2) * (g * g)",
            "w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))"),
        List.of(),
        new TreeMap<>(Map.of("beta1", 0.0, "beta2", beta2, "epsilon", epsilon)),
        Optional.of("beta1"),
        "w");
  }

  @Override
  public WrittenRule written() {
    return WrittenRule.of(text(), coupling(), new AdamWLoop());
  }

  /** {@inheritDoc} Decoupled, by definition. */
  @Override
  public Coupling coupling() {
    return Coupling.DECOUPLED;
  }

  @Override
  public List<State> states() {
    return STATES;
  }

  @Override
  public List<Constant> constants() {
    return List.of(new Constant("β₂", beta2, 0), new Constant("ε", epsilon, -1));
  }

  @Override
  public List<Object> arguments() {
    return List.of(beta2, epsilon);
  }

  @Override
  public String optimizer() {
    return "AdamW";
  }

  @Override
  public String momentumName() {
    return "β₁";
  }

  @Override
  public String momentumSymbol() {
    return "β₁";
  }

  @Override
  public String weightDecayName() {
    return "weight decay";
  }

  @Override
  public List<StepColumn> columns(RecipeForm form) {
    return List.of(
        new StepColumn("adam_rate_log2", step -> step.convertedRate().log2()),
        new StepColumn("moment_scale", Step::alpha),
        new StepColumn(
            "log2_epsilon",
            step -> ScaledDouble.of(epsilon, 0).log2() - step.reached().scale().log2()));
  }

  @Override
  public DecayMatrix decayMatrix(
      double learningRate, double weightDecay, double momentum, long step) {
    return DecayMatrix.ofStep(
        DoubleDouble.product(learningRate, weightDecay),
        DoubleDouble.ZERO,
        DoubleDouble.ZERO,
        DoubleDouble.ZERO);
  }

  @Override
  public double bound(double momentum) {
    Require.momentum(momentum);
    return Math.nextDown(1.0);
  }

  @Override
  public String boundFormula() {
    return "the largest double below 1";
  }

  @Override
  public double decayOf(double oneMinusAlpha, double momentum) {
    return oneMinusAlpha;
  }
}
