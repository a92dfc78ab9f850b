package org.texp4j.processor.write;

import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.WrittenRule;

/**
 * The formulas of an update rule, for the documentation of a training class.
 *
 * <p>Weights are θ, rate, weight decay and momentum η, λ and γ; a tilde marks the converted run, a
 * prime a value after the step.
 */
interface UpdateFormulas {

  /** The formulas of a rule. */
  static UpdateFormulas of(Rule rule) {
    if (rule instanceof Sgd sgd) {
      return new SgdFormulas(sgd);
    }
    if (rule instanceof AdamW adamW) {
      return new AdamWFormulas(adamW);
    }
    if (rule instanceof WrittenRule written) {
      return new WrittenFormulas(written);
    }
    throw new IllegalArgumentException("a rule without formulas: " + rule);
  }

  /** The declared step, with weight decay. */
  String declaredStep();

  /** The equivalent step without weight decay. */
  String convertedStep();

  /** The equivalent step for a short comment. */
  default String convertedStepInShort() {
    return convertedStep();
  }

  /** The growth of the scale in one step. */
  String recursion();

  /** The growth of the scale while the recipe is constant. */
  String fixedPoint();

  /** The rate that replaces η. */
  String convertedRate();

  /** The factor by which that rate grows per step while the recipe is constant. */
  String growth();

  /** A state of the converted run in terms of one of the declared run. */
  String mapping();

  /** A state of the declared run in terms of one of the converted run. */
  String inverseMapping();

  /** A state of the declared run: "the weights θ and velocities v". */
  String declaredState();

  /** A state of the converted run. */
  String convertedState();

  /** A sentence on symbols that the formulas leave open, with a space before it; or nothing. */
  default String remark() {
    return "";
  }

  /**
   * A sentence on what the rule would be without weight decay, for a run with it, with a space
   * before it; or nothing.
   */
  default String verdict() {
    return "";
  }

  /** A sentence on what can be exchanged for the scale of the weights, or nothing. */
  static String exchange(WrittenRule rule) {
    return rule.exchange()
        .map(each -> " Exchange: " + Javadoc.escaped(each.sentence("θ", "η", "λ")) + ".")
        .orElse("");
  }

  /** The {@link #exchange(WrittenRule)} of the rule, with a space before it. */
  String exchange();

  /** Whether a state takes up a part κ of the weights, for which it is corrected. */
  boolean hasKappa();

  /** Whether the theorems are proved for this rule in the paper itself. */
  boolean isOfPaper();
}
