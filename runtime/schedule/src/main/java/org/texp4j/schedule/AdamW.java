package org.texp4j.schedule;

/**
 * Adam with weight decay beside the gradient step: I. Loshchilov and F. Hutter, "Decoupled weight
 * decay regularization", ICLR 2019.
 *
 * <p>Step s, with β₁ the momentum of the recipe: m ← β₁m + (1 − β₁)g, n ← β₂n + (1 − β₂)g², then θ
 * ← (1 − ηλ)θ − η m̂/(√n̂ + ε), where m̂ = m/(1 − β₁^(s+1)) and n̂ = n/(1 − β₂^(s+1)).
 *
 * <p>Its equivalent without weight decay, with α = 1 − ηλ, θ̃ = Pθ, m̃ = m/P and ñ = n/P²: m̃ ←
 * α(β₁m̃ + (1 − β₁)g̃), ñ ← α²(β₂ñ + (1 − β₂)g̃²), then θ̃ ← θ̃ − P'η m̃̂/(√ñ̂ + ε/P'), with the
 * corrections of β₁ and β₂ as declared.
 *
 * @param beta2 β₂, at least 0 and less than 1
 * @param epsilon ε, greater than 0
 */
public record AdamW(double beta2, double epsilon) implements Rule {

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
  public DecayMatrix decayMap(double learningRate, double weightDecay, double momentum) {
    return DecayMatrix.of(
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
