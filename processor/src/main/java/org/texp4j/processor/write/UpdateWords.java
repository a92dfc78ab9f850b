package org.texp4j.processor.write;

import org.texp4j.processor.model.Figures;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;

/**
 * The formulas of an update rule.
 *
 * @param optimizer its name: SGD
 * @param declared a step of it, with weight decay
 * @param converted the equivalent step without
 * @param recursion how the scale grows in a step
 * @param fixedPoint how it grows where the recipe is constant
 * @param usedRate the rate that takes the place of η
 * @param growth the factor by which it grows in a step
 * @param mapped a state of the converted run, made of one of the declared run
 * @param mappedBack the way back
 * @param declaredState the weights of the declared run, and what there is beside them
 * @param convertedState the same of the converted run
 * @param isOfPaper whether the theorems are proved for it in the paper itself
 * @param hasKappa whether the velocity takes up a part of the weights
 */
record UpdateWords(
    String optimizer,
    String declared,
    String converted,
    String recursion,
    String fixedPoint,
    String usedRate,
    String growth,
    String mapped,
    String mappedBack,
    String declaredState,
    String convertedState,
    boolean isOfPaper,
    boolean hasKappa) {

  private static final String SCALE = "    P' = P/α    ";
  private static final String RATE = "η̃ = PP'η";

  static UpdateWords of(Rule rule) {
    return rule instanceof Sgd sgd ? sgd(sgd) : adamW((AdamW) rule);
  }

  /** Whether a rule is {@link Sgd#HEAVY_BALL}, part by part: {@code equals} takes 10 ms to link. */
  static boolean isOfPaper(Rule rule) {
    return rule instanceof Sgd sgd
        && sgd.velocity() == Velocity.HEAVY_BALL
        && sgd.coupling() == Coupling.IN_GRADIENT
        && sgd.dampening() == 0;
  }

  private static UpdateWords adamW(AdamW adam) {
    return new UpdateWords(
        "AdamW",
        "m' = β₁m + (1 − β₁)g    n' = β₂n + (1 − β₂)g²    θ' = (1 − ηλ)θ − ηm̂'/(√n̂' + ε)",
        "m̃ ← α(β₁m̃ + (1 − β₁)g)    ñ ← α²(β₂ñ + (1 − β₂)g²)    θ̃ ← θ̃ − η̃m̂/(√n̂ + ε/P')",
        "α = 1 − ηλ" + SCALE + "η̃ = P'η",
        "α = 1 − ηλ" + SCALE + "η̃ = P'η",
        "η̃ = P'η",
        "α^(−1)",
        "θ̃ = Pθ, m̃ = m/P and ñ = n/P²",
        "θ = θ̃/P, m = Pm̃ and n = P²ñ",
        "the weights θ and moments m and n",
        "the weights θ̃ and moments m̃ and ñ",
        false,
        false);
  }

  private static UpdateWords sgd(Sgd sgd) {
    boolean ahead = isAhead(sgd.velocity());
    boolean inside = isInside(sgd.velocity());
    boolean decoupled = sgd.coupling() == Coupling.DECOUPLED;
    String kept = sgd.dampening() == 0 ? "" : Figures.rounded(1 - sgd.dampening(), 6);
    String decayed = decoupled ? "(1 − ηλ)θ" : "θ";
    String gradient = decoupled ? "∇L(θ)" : "g";
    String given = kept + (inside ? "η" : "") + gradient;
    String first = decoupled ? "" : "g = ∇L(θ) + λθ    ";
    String step =
        ahead
            ? inside ? " − η" + gradient + " − γv'" : " − η(" + gradient + " + γv')"
            : inside ? " − v'" : " − ηv'";
    return new UpdateWords(
        switch (sgd.velocity()) {
          case HEAVY_BALL -> "SGD";
          case NESTEROV -> "Nesterov's SGD";
          case RATE_IN_VELOCITY -> "SGD, its rate inside the velocity,";
          case NESTEROV_RATE_IN_VELOCITY -> "Nesterov's SGD, its rate inside the velocity,";
        },
        first + "v' = γv + " + given + "    θ' = " + decayed + step,
        converted(ahead, inside, decoupled, kept),
        recursion(ahead, inside, decoupled, kept),
        fixedPoint(ahead, inside, decoupled, kept),
        RATE,
        "α^(−2)",
        decoupled ? "θ̃ = Pθ and ṽ = v/P" : "θ̃ = Pθ and ṽ = (v − κθ)/P",
        decoupled ? "θ = θ̃/P and v = Pṽ" : "θ = θ̃/P and v = Pṽ + κθ̃/P",
        "the weights θ and velocities v",
        "the weights θ̃ and velocities ṽ",
        isOfPaper(sgd),
        !decoupled);
  }

  private static String converted(boolean ahead, boolean inside, boolean decoupled, String kept) {
    if (ahead) {
      String velocity = inside ? "γ²ṽ + η(1 + γ)g" : "ηγ²ṽ + η(1 + γ)g";
      String next = inside ? "ηg" : "g";
      String carried =
          decoupled
              ? "ṽ ← α(γṽ + " + next + ")"
              : "ṽ ← γ(1 − ηλ)ṽ + (1 + " + (inside ? "κγ" : "κηγ") + ")" + next;
      return "θ̃ ← θ̃ − PP'(" + velocity + ");  " + carried;
    }
    String mixed = "γṽ + " + kept + (inside ? "ηg" : "g");
    String step = inside ? "θ̃ ← θ̃ − PP'" : "θ̃ ← θ̃ − η̃";
    return decoupled
        ? "u = " + mixed + ";  " + step + "u;  ṽ ← αu"
        : "ṽ ← " + mixed + ";  " + step + "ṽ";
  }

  private static String recursion(boolean ahead, boolean inside, boolean decoupled, String kept) {
    if (decoupled) {
      return "α = 1 − ηλ" + SCALE + RATE;
    }
    String mu = "μ = " + kept + (inside ? "ηλ" : "λ") + " + γκ    ";
    String alpha =
        ahead
            ? inside ? "α = 1 − ηλ − γμ" : "α = 1 − η(λ + γμ)"
            : inside ? "α = 1 − μ" : "α = 1 − ημ";
    return mu + alpha + "    κ' = μ/α" + SCALE + RATE;
  }

  private static String fixedPoint(boolean ahead, boolean inside, boolean decoupled, String kept) {
    if (decoupled) {
      return "α = 1 − ηλ" + SCALE + RATE;
    }
    String x = kept + "λη";
    String equation =
        ahead ? "α² − (1 + γ − (1 + γ)λη) α + γ(1 − λη) = 0" : "α² − (1 + γ − " + x + ") α + γ = 0";
    String kappa =
        ahead
            ? "κ = " + (inside ? "ηλ" : "λ") + "/(α − γ)"
            : inside ? "κ = 1/α − 1" : "κ = (1/α − 1)/η";
    return equation + "    " + kappa + SCALE + RATE;
  }

  private static boolean isAhead(Velocity velocity) {
    return velocity == Velocity.NESTEROV || velocity == Velocity.NESTEROV_RATE_IN_VELOCITY;
  }

  private static boolean isInside(Velocity velocity) {
    return velocity == Velocity.RATE_IN_VELOCITY || velocity == Velocity.NESTEROV_RATE_IN_VELOCITY;
  }
}
