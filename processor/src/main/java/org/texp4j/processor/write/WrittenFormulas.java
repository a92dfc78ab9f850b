package org.texp4j.processor.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.Carried;
import org.texp4j.schedule.rule.CompiledRule;
import org.texp4j.schedule.rule.Fault;
import org.texp4j.schedule.rule.Rational;

/** The formulas of a rule that is written as text: its statements, and what follows from them. */
record WrittenFormulas(WrittenRule rule) implements UpdateFormulas {

  @Override
  public String declaredStep() {
    String step = String.join("\n", rule.text().step());
    return rule.text().otherwise().isEmpty()
        ? step + "\n"
        : "Matrices:\n"
            + step
            + "\nOther tensors:\n"
            + String.join("\n", rule.text().otherwise())
            + "\n";
  }

  @Override
  public String convertedStep() {
    String twin = String.join("\n", ConvertedStep.of(rule.compiled(true)));
    return rule.text().otherwise().isEmpty()
        ? twin + "\n"
        : "Matrices:\n"
            + twin
            + "\nOther tensors:\n"
            + String.join("\n", ConvertedStep.of(rule.compiled(false)))
            + "\n";
  }

  @Override
  public String convertedStepInShort() {
    return "the equivalent step of " + rule.optimizer() + ", as above";
  }

  @Override
  public String recursion() {
    return (decayed() + "    P' = P/α    " + convertedRate()).replace("\n    ", "\n");
  }

  @Override
  public String fixedPoint() {
    return recursion().replaceAll("(κ[₀-₉]*)' =", "$1 =");
  }

  private String decayed() {
    CompiledRule compiled = rule.compiled(true);
    if (hasKappa()) {
      List<String> parts = new ArrayList<>(List.of("α = w'/w"));
      List<String> from = new ArrayList<>();
      for (String state : compiled.reachedStates()) {
        parts.add(kappa(state) + "' = " + state + "'/w'");
        from.add(state + " = " + kappa(state) + "w");
      }
      return String.join("    ", parts)
          + "    after a declared step without gradient from "
          + list(from)
          + "\n";
    }
    if (compiled.decay() == CompiledRule.Decay.NONE) {
      return "α = 1";
    }
    return compiled.placesDecay()
        ? "α = " + compiled.decayFactor().orElse("w'/w of the declared step without gradient")
        : "α = 1 − ηλ";
  }

  /** The symbol of the part of the weights that decay has added to a state. */
  private String kappa(String state) {
    List<String> reached = rule.compiled(true).reachedStates();
    return reached.size() == 1 ? "κ" : "κ" + subscript(reached.indexOf(state) + 1);
  }

  private static String subscript(int number) {
    StringBuilder digits = new StringBuilder();
    Integer.toString(number).chars().forEach(digit -> digits.append((char) ('₀' + digit - '0')));
    return digits.toString();
  }

  @Override
  public String exchange() {
    return UpdateFormulas.exchange(rule);
  }

  @Override
  public boolean hasKappa() {
    return !rule.compiled(true).reachedStates().isEmpty();
  }

  /** {@inheritDoc} P'P^(−k)η, where r = 1 − k is the degree of the rate. */
  @Override
  public String convertedRate() {
    return switch (rule.rateDegree().toString()) {
      case "0" -> "η̃ = P'η/P";
      case "1" -> "η̃ = P'η";
      case "2" -> "η̃ = PP'η";
      default -> "η̃ = P'P^(" + increment().negated() + ")η";
    };
  }

  private Rational increment() {
    return Rational.ONE.minus(rule.rateDegree());
  }

  @Override
  public String growth() {
    return "α^(" + rule.rateDegree().negated() + ")";
  }

  @Override
  public String mapping() {
    return states("θ̃ = Pθ", (tilde, name, scale) -> tilde + " = " + scale.times(name));
  }

  @Override
  public String inverseMapping() {
    return states("θ = θ̃/P", (tilde, name, scale) -> name + " = " + scale.inverse(tilde));
  }

  /** How the state of a name is written in the converted run. */
  private interface StateFormula {
    String of(String tilde, String name, Scale scale);
  }

  /**
   * The scale P^d of a state, from which κθ is subtracted; without κ if decay does not reach it.
   */
  private record Scale(Rational degree, Optional<String> kappa) {

    String times(String name) {
      String of = kappa.map(symbol -> "(" + name + " − " + symbol + "θ)").orElse(name);
      return switch (degree.toString()) {
        case "0" -> of;
        case "1" -> "P" + of;
        case "−1" -> of + "/P";
        case "−2" -> of + "/P²";
        default -> "P^(" + degree + ")" + of;
      };
    }

    String inverse(String tilde) {
      String scaled =
          switch (degree.toString()) {
            case "0" -> tilde;
            case "1" -> tilde + "/P";
            case "−1" -> "P" + tilde;
            case "−2" -> "P²" + tilde;
            default -> "P^(" + degree.negated() + ")" + tilde;
          };
      return kappa.map(symbol -> scaled + " + " + symbol + "θ̃/P").orElse(scaled);
    }
  }

  private String states(String weights, StateFormula formula) {
    List<String> reached = rule.compiled(true).reachedStates();
    List<String> parts = new ArrayList<>(List.of(weights));
    for (Rule.State state : rule.states()) {
      Scale scale =
          new Scale(
              state.degree(), Optional.of(state.name()).filter(reached::contains).map(this::kappa));
      parts.add(formula.of(tilde(state.name()), state.name(), scale));
    }
    return list(parts);
  }

  private static String tilde(String name) {
    return name + "\u0303";
  }

  @Override
  public String declaredState() {
    return state("θ", rule.states().stream().map(Rule.State::name).toList());
  }

  @Override
  public String convertedState() {
    return state("θ̃", rule.states().stream().map(state -> tilde(state.name())).toList());
  }

  private static String state(String weights, List<String> states) {
    return "the weights "
        + weights
        + (states.isEmpty()
            ? ""
            : " and " + (states.size() == 1 ? "state " : "states ") + list(states));
  }

  @Override
  public String remark() {
    return (hasKappa() ? LINEAR : "") + degrees();
  }

  private static final String LINEAR =
      " The numbers h, r, a and b are the coefficients of the linear map that remains for the states"
          + " from which κθ is subtracted.";

  @Override
  public String verdict() {
    return rule.fault().map(Fault::problem).map(WrittenFormulas::refused).orElseGet(this::degrees);
  }

  private static String refused(String why) {
    return " The rule has no equivalent without weight decay: " + Javadoc.escaped(why) + ".";
  }

  private String degrees() {
    List<String> parts = new ArrayList<>();
    parts.add("the increment is multiplied by c^k with k = " + increments());
    rule.states()
        .forEach(state -> parts.add("the state " + state.name() + " " + by("c", state.degree())));
    String degrees =
        " If θ is multiplied by c, and the gradient divided by it, " + list(parts) + ".";
    List<Carried> carried = rule.carriedConstants();
    return carried.isEmpty()
        ? degrees
        : degrees
            + " In the equivalent step "
            + list(
                carried.stream()
                    .map(
                        each ->
                            Javadoc.escaped(each.constant())
                                + " is multiplied "
                                + by("P", each.power()))
                    .toList())
            + ".";
  }

  private String increments() {
    CompiledRule compiled = rule.compiled(true);
    List<String> all = new ArrayList<>();
    for (int variant = 0; variant < compiled.variants(); variant++) {
      String k = Rational.ONE.minus(compiled.rateDegree(variant)).toString();
      if (!all.contains(k)) {
        all.add(k);
      }
    }
    return String.join(" or ", all);
  }

  private static String by(String scale, Rational power) {
    return "by " + scale + "^(" + power + ")";
  }

  private static String list(List<String> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : String.join(", ", parts.subList(0, parts.size() - 1))
            + " and "
            + parts.get(parts.size() - 1);
  }

  @Override
  public boolean isOfPaper() {
    return false;
  }
}
