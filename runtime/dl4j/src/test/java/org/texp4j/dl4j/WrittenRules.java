package org.texp4j.dl4j;

import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.WrittenRule;

/** Update rules that are written in the language, each with something of its own. */
public enum WrittenRules {
  /** Matrices as a whole, and another rule for all other tensors. */
  MUON(
      WrittenRule.named("Muon")
          .states("m", "n")
          .number("beta2", 0.99)
          .step(
              "m = momentum * m + g",
              "w = w - 0.2 * rate * sqrt(max(rows(w), columns(w)))"
                  + " * orthogonalize(g + momentum * m)")
          .otherwise(
              "m = momentum * m + (1 - momentum) * g",
              "n = beta2 * n + (1 - beta2) * g^2",
              "w = w - rate * m / (sqrt(n) + 1e-8)")
          .decay(Coupling.DECOUPLED)),

  /** One constant that is carried by two powers. */
  ADA_BELIEF(
      WrittenRule.named("AdaBelief")
          .states("m", "n")
          .number("beta2", 0.99)
          .number("epsilon", 1e-8)
          .step(
              "m = momentum * m + (1 - momentum) * g",
              "n = beta2 * n + (1 - beta2) * (g - m)^2 + epsilon",
              "w = w - rate * m / (1 - momentum^t) / (sqrt(n / (1 - beta2^t)) + epsilon)")
          .decay(Coupling.DECOUPLED)),

  /** Two velocities that decay in the gradient reaches. */
  AGG_MO(
      WrittenRule.named("AggMo")
          .states("a", "b")
          .number("beta", 0.5)
          .step("a = momentum * a + g", "b = beta * b + g", "w = w - rate * (a + b) / 2")
          .decay(Coupling.IN_GRADIENT)),

  /** Decay that the rule places, and an evaluation of a state. */
  SCHEDULE_FREE(
      WrittenRule.named("schedule-free SGD")
          .states("z", "x")
          .step(
              "z = (1 - rate * decay) * where(t > 1, z, w) - rate * g",
              "x = (1 - 1 / t) * x + z / t",
              "w = (1 - momentum) * z + momentum * x")
          .evaluate("x")
          .decay(Coupling.DECOUPLED));

  private final WrittenRule rule;

  WrittenRules(WrittenRule.Builder builder) {
    rule = builder.build();
  }

  /** The rule. */
  public WrittenRule rule() {
    return rule;
  }

  /** As much weight decay, for rates of up to 0.1, as leaves its twin well defined. */
  public double decay() {
    return rule.coupling() == Coupling.IN_GRADIENT ? 0.01 : 0.5;
  }
}
