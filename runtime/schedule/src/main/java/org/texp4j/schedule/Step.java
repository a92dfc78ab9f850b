package org.texp4j.schedule;

/**
 * One step of a plan: what was declared for it and what it is converted to.
 *
 * <p>The update takes the state from the coordinates {@code before} to the coordinates {@code
 * reached}. Where the plan changes coordinates between two steps, the state is then expressed in
 * {@code after}, which is where the next step begins; everywhere else the two are equal.
 *
 * @param index s, from 0
 * @param rule the declared update rule
 * @param learningRate the rate η_s of the weight-decay run
 * @param weightDecay the decay λ_s of the weight-decay run
 * @param momentum the momentum γ_s
 * @param alpha α_s = P before / P reached, in (0, 1]
 * @param before P_s and κ_s
 * @param reached P and κ in which the update leaves the state
 * @param after P_{s+1} and κ_{s+1}
 * @param rate the converted rate η̃_s = P before · P reached · η_s
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

  /** Whether the state has to be expressed in other coordinates after the update. */
  public boolean changesCoordinates() {
    return !reached.equals(after);
  }

  /** P before · P reached: what the steps of the converted weights are multiplied by. */
  public ScaledDouble multiplier() {
    return before.scale().times(reached.scale());
  }

  /** The rate of the converted update: η̃ = PP'η, but P'η for {@link AdamW}. */
  public ScaledDouble convertedRate() {
    return rule instanceof AdamW ? reached.scale().times(ScaledDouble.of(learningRate, 0)) : rate;
  }

  /**
   * The step as declared, on the gradient to which a decay in the gradient has been added.
   *
   * @throws IllegalStateException if the rule is {@link AdamW}, which is not linear
   */
  public LinearCoefficients declared() {
    return sgd().declared(learningRate, momentum);
  }

  /**
   * The step as converted; its first two numbers are to be multiplied by {@link #multiplier}.
   *
   * @throws IllegalStateException if the rule is {@link AdamW}, which is not linear
   */
  public LinearCoefficients converted() {
    return sgd().converted(learningRate, weightDecay, momentum, before.kappa());
  }

  private Sgd sgd() {
    if (rule instanceof Sgd sgd) {
      return sgd;
    }
    throw new IllegalStateException(rule + " is not linear in the gradient");
  }
}
