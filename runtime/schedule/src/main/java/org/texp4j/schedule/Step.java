package org.texp4j.schedule;

/**
 * One step of a plan: what was declared for it and what it is converted to.
 *
 * <p>The update takes the state from the coordinates {@code before} to the coordinates {@code
 * reached}. Where the plan changes coordinates between two steps, the state is then mapped to the
 * coordinates {@code after}, in which the next step begins; everywhere else the two are equal.
 *
 * @param index s, from 0
 * @param rule the declared update rule
 * @param learningRate the rate η_s of the weight-decay run
 * @param weightDecay the decay λ_s of the weight-decay run
 * @param momentum the momentum γ_s
 * @param alpha α_s = P before / P reached, in (0, 1]
 * @param before P_s and κ_s
 * @param reached P and κ to which the update takes the state
 * @param after P_{s+1} and κ_{s+1}
 * @param rate P before · P reached · η_s, which is the converted rate η̃_s of a rule of degree −1;
 *     {@link #convertedRate} is that of any rule
 */
public record Step(
    long index,
    Rule rule,
    double learningRate,
    double weightDecay,
    double momentum,
    double alpha,
    Coordinates before,
    Coordinates reached,
    Coordinates after,
    ScaledDouble rate) {

  /** Returns the same step at another declared rate; what is converted of it stays. */
  public Step withLearningRate(double other) {
    return new Step(index, rule, other, weightDecay, momentum, alpha, before, reached, after, rate);
  }

  /** Whether the state has to be mapped to other coordinates after the update. */
  public boolean changesCoordinates() {
    return !reached.equals(after);
  }

  /**
   * What the increment of the converted weights is multiplied by, besides η_s: P reached · P
   * before^(r − 1), where r is the {@linkplain Rule#rateDegree degree} of the rate.
   */
  public ScaledDouble multiplier() {
    return rule.multiplier(this);
  }

  /** The rate of the converted step, {@link #multiplier} · η_s: PP'η for SGD, P'η for AdamW. */
  public ScaledDouble convertedRate() {
    return multiplier().times(ScaledDouble.of(learningRate, 0));
  }

  /**
   * The declared step, on a gradient to which λθ has been added where decay enters the gradient.
   *
   * @throws IllegalStateException unless the rule is a {@link LinearRule}
   */
  public LinearCoefficients declared() {
    return linearRule().declared(learningRate, momentum);
  }

  /**
   * The converted step, whose effect on the weights is yet to be {@linkplain
   * LinearCoefficients#scaled multiplied} by {@link #multiplier}.
   *
   * @throws IllegalStateException unless the rule is a {@link LinearRule}
   */
  public LinearCoefficients converted() {
    return linearRule().converted(learningRate, weightDecay, momentum, before.kappa());
  }

  private LinearRule linearRule() {
    if (rule instanceof LinearRule linear) {
      return linear;
    }
    throw new IllegalStateException(rule + " is not linear in the gradient");
  }
}
