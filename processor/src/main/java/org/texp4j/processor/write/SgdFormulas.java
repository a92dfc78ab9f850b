package org.texp4j.processor.write;

import org.texp4j.processor.model.value.Decimals;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Sgd;

/** The formulas of stochastic gradient descent with momentum. */
record SgdFormulas(Sgd rule) implements UpdateFormulas {

  private static final int DIGITS = 6;

  @Override
  public String declaredStep() {
    String gradient = isDecoupled() ? "∇L(θ)" : "g";
    String withDecay = isDecoupled() ? "" : "g = ∇L(θ) + λθ    ";
    String decayed = isDecoupled() ? "(1 − ηλ)θ" : "θ";
    String step =
        switch (rule.velocity()) {
          case HEAVY_BALL -> " − ηv'";
          case NESTEROV -> " − η(" + gradient + " + γv')";
          case RATE_IN_VELOCITY -> " − v'";
          case NESTEROV_RATE_IN_VELOCITY -> " − η" + gradient + " − γv'";
        };
    return withDecay + "v' = γv + " + kept() + inner() + gradient + "    θ' = " + decayed + step;
  }

  @Override
  public String convertedStep() {
    if (looksAhead()) {
      String outer = rateInside() ? "" : "η";
      String next = inner() + "g";
      String carried =
          isDecoupled()
              ? "ṽ ← α(γṽ + " + next + ")"
              : "ṽ ← γ(1 − ηλ)ṽ + (1 + κ" + outer + "γ)" + next;
      return "θ̃ ← θ̃ − PP'(" + outer + "γ²ṽ + η(1 + γ)g);  " + carried;
    }
    String mixed = "γṽ + " + kept() + inner() + "g";
    String step = rateInside() ? "θ̃ ← θ̃ − PP'" : "θ̃ ← θ̃ − η̃";
    return isDecoupled()
        ? "u = " + mixed + ";  " + step + "u;  ṽ ← αu"
        : "ṽ ← " + mixed + ";  " + step + "ṽ";
  }

  @Override
  public String recursion() {
    if (isDecoupled()) {
      return decoupledGrowth();
    }
    String alpha =
        switch (rule.velocity()) {
          case HEAVY_BALL -> "α = 1 − ημ";
          case NESTEROV -> "α = 1 − η(λ + γμ)";
          case RATE_IN_VELOCITY -> "α = 1 − μ";
          case NESTEROV_RATE_IN_VELOCITY -> "α = 1 − ηλ − γμ";
        };
    return "μ = " + kept() + inner() + "λ + γκ    " + alpha + "    κ' = μ/α    " + scale();
  }

  @Override
  public String fixedPoint() {
    if (isDecoupled()) {
      return decoupledGrowth();
    }
    return switch (rule.velocity()) {
          case HEAVY_BALL -> equation() + "    κ = (1/α − 1)/η    ";
          case NESTEROV -> equationAhead() + "    κ = λ/(α − γ)    ";
          case RATE_IN_VELOCITY -> equation() + "    κ = 1/α − 1    ";
          case NESTEROV_RATE_IN_VELOCITY -> equationAhead() + "    κ = ηλ/(α − γ)    ";
        }
        + scale();
  }

  @Override
  public String convertedRate() {
    return "η̃ = PP'η";
  }

  @Override
  public String growth() {
    return "α^(−2)";
  }

  @Override
  public String mapping() {
    return isDecoupled() ? "θ̃ = Pθ and ṽ = v/P" : "θ̃ = Pθ and ṽ = (v − κθ)/P";
  }

  @Override
  public String inverseMapping() {
    return isDecoupled() ? "θ = θ̃/P and v = Pṽ" : "θ = θ̃/P and v = Pṽ + κθ̃/P";
  }

  @Override
  public String declaredState() {
    return "the weights θ and velocities v";
  }

  @Override
  public String convertedState() {
    return "the weights θ̃ and velocities ṽ";
  }

  @Override
  public String exchange() {
    return UpdateFormulas.exchange(rule.written());
  }

  @Override
  public boolean hasKappa() {
    return !isDecoupled();
  }

  @Override
  public boolean isOfPaper() {
    return rule.equals(Sgd.HEAVY_BALL);
  }

  /** The part of the gradient that dampening leaves, as a factor. */
  private String kept() {
    return rule.dampening() == 0 ? "" : Decimals.rounded(1 - rule.dampening(), DIGITS);
  }

  /** The rate that multiplies the gradient as it enters the velocity. */
  private String inner() {
    return rateInside() ? "η" : "";
  }

  private String scale() {
    return "P' = P/α    " + convertedRate();
  }

  private String decoupledGrowth() {
    return "α = 1 − ηλ    " + scale();
  }

  private String equation() {
    return "α² − (1 + γ − " + kept() + "λη) α + γ = 0";
  }

  private static String equationAhead() {
    return "α² − (1 + γ − (1 + γ)λη) α + γ(1 − λη) = 0";
  }

  private boolean isDecoupled() {
    return rule.coupling() == Coupling.DECOUPLED;
  }

  private boolean looksAhead() {
    return switch (rule.velocity()) {
      case NESTEROV, NESTEROV_RATE_IN_VELOCITY -> true;
      case HEAVY_BALL, RATE_IN_VELOCITY -> false;
    };
  }

  private boolean rateInside() {
    return switch (rule.velocity()) {
      case RATE_IN_VELOCITY, NESTEROV_RATE_IN_VELOCITY -> true;
      case HEAVY_BALL, NESTEROV -> false;
    };
  }
}
