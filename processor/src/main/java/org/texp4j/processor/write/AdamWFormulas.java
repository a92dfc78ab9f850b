package org.texp4j.processor.write;

import org.texp4j.schedule.AdamW;

/** The formulas of AdamW. */
record AdamWFormulas(AdamW rule) implements UpdateFormulas {

  @Override
  public String declaredStep() {
    return "m' = β₁m + (1 − β₁)g    n' = β₂n + (1 − β₂)g²    θ' = (1 − ηλ)θ − ηm̂'/(√n̂' + ε)";
  }

  @Override
  public String convertedStep() {
    return "m̃ ← α(β₁m̃ + (1 − β₁)g)    ñ ← α²(β₂ñ + (1 − β₂)g²)    θ̃ ← θ̃ − η̃m̂/(√n̂ + ε/P')";
  }

  @Override
  public String convertedStepInShort() {
    return "Adam's step at the rate η̃, with α as above";
  }

  @Override
  public String recursion() {
    return "α = 1 − ηλ    P' = P/α    " + convertedRate();
  }

  @Override
  public String fixedPoint() {
    return recursion();
  }

  @Override
  public String convertedRate() {
    return "η̃ = P'η";
  }

  @Override
  public String growth() {
    return "α^(−1)";
  }

  @Override
  public String mapping() {
    return "θ̃ = Pθ, m̃ = m/P and ñ = n/P²";
  }

  @Override
  public String inverseMapping() {
    return "θ = θ̃/P, m = Pm̃ and n = P²ñ";
  }

  @Override
  public String declaredState() {
    return "the weights θ and moments m and n";
  }

  @Override
  public String convertedState() {
    return "the weights θ̃ and moments m̃ and ñ";
  }

  @Override
  public String remark() {
    return " m̂ and n̂ are m and n after bias correction with the declared β₁ and β₂.";
  }

  @Override
  public String exchange() {
    return UpdateFormulas.exchange(rule.written()).replace("epsilon", "ε");
  }

  @Override
  public boolean hasKappa() {
    return false;
  }

  @Override
  public boolean isOfPaper() {
    return false;
  }
}
