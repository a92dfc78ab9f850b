package org.texp4j.schedule.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts of rules for tests: statements in a line, with the attributes that they need. */
final class Texts {

  static final Map<String, Double> NUMBERS = new LinkedHashMap<>();

  static {
    NUMBERS.put("beta", 0.9);
    NUMBERS.put("epsilon", 0.01);
    NUMBERS.put("C", 0.5);
    NUMBERS.put("p", 0.125);
  }

  private Texts() {}

  /**
   * Returns a rule.
   *
   * @param states the names, separated by blanks
   * @param step the statements, separated by semicolons
   */
  static RuleText of(String states, String step) {
    return of(states, step, NUMBERS, Optional.empty());
  }

  static RuleText of(
      String states, String step, Map<String, Double> numbers, Optional<String> momentum) {
    return new RuleText(
        "a rule",
        states.isEmpty() ? List.of() : List.of(states.split(" ")),
        List.of(step.split("; ")),
        List.of(),
        numbers,
        momentum,
        "w");
  }

  /** The same text with other values of its attributes. */
  static RuleText withNumbers(RuleText text, Map<String, Double> numbers) {
    return new RuleText(
        text.name(),
        text.states(),
        text.step(),
        text.otherwise(),
        numbers,
        text.momentum(),
        text.evaluated());
  }
}
