package org.texp4j.dl4j.internal.report;

import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;

/** An update rule in words. */
public final class RuleText {

  private RuleText() {}

  /** The optimizer: {@code Nesterov's SGD}. */
  public static String optimizer(Rule rule) {
    if (!(rule instanceof Sgd sgd)) {
      return "AdamW";
    }
    return switch (sgd.velocity()) {
      case HEAVY_BALL -> "SGD";
      case NESTEROV -> "Nesterov's SGD";
      case RATE_IN_VELOCITY -> "SGD, its rate inside the velocity,";
      case NESTEROV_RATE_IN_VELOCITY -> "Nesterov's SGD, its rate inside the velocity,";
    };
  }

  /** The momentum, of which the value is given as text, and what else the rule is made of. */
  public static String momentum(Rule rule, String value) {
    if (rule instanceof AdamW adam) {
      return "β₁ " + value + ", β₂ " + adam.beta2() + ", ε " + adam.epsilon();
    }
    double dampening = ((Sgd) rule).dampening();
    return "momentum " + value + (dampening == 0 ? "" : ", dampening " + dampening);
  }

  /** The name of the weight decay; that of AdamW is decoupled by definition. */
  public static String weightDecay(Rule rule) {
    return rule instanceof Sgd sgd && sgd.coupling() == Coupling.DECOUPLED
        ? "decoupled weight decay"
        : "weight decay";
  }
}
