package org.texp4j.schedule.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An update rule as its author writes it. Immutable.
 *
 * @param name the rule in sentences: "Lion"
 * @param states the names of the tensors it keeps between steps, which start at 0
 * @param step the assignments of a step, in order
 * @param otherwise those for tensors that are no matrices; empty if {@code step} is for all
 * @param numbers the values of its attributes by name, in order
 * @param momentum the attribute that is the recipe's momentum, whose curve may vary, if any; its
 *     value in {@code numbers} is not used
 * @param evaluated the tensor that evaluation uses in place of the weights: {@code w} or a state
 */
public record RuleText(
    String name,
    List<String> states,
    List<String> step,
    List<String> otherwise,
    Map<String, Double> numbers,
    Optional<String> momentum,
    String evaluated) {

  /** Creates a text. */
  public RuleText {
    Objects.requireNonNull(name);
    states = List.copyOf(states);
    step = List.copyOf(step);
    otherwise = List.copyOf(otherwise);
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    Objects.requireNonNull(momentum);
    Objects.requireNonNull(evaluated);
  }
}
