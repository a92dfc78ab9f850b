package org.texp4j.processor.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.RuleText;

/**
 * An update rule that is written in the language of update rules: an annotation whose type carries
 * {@code @UpdateRule}, right or wrong.
 *
 * @param qualifiedName the qualified name of its type
 * @param definition what {@code @UpdateRule} says
 * @param numbers its attributes that are numbers
 * @param defaults the default values of those that have one
 * @param others the types of its attributes that are neither numbers nor a choice of statements, by
 *     name, at the attribute
 * @param position the annotation, or its type
 */
public record DeclaredRule(
    String qualifiedName,
    Definition definition,
    Map<String, AttributeValue<Double>> numbers,
    Map<String, Double> defaults,
    Map<String, AttributeValue<String>> others,
    Position position) {

  /**
   * {@code @UpdateRule}.
   *
   * @param position the annotation
   */
  public record Definition(
      AttributeValue<List<AttributeValue<String>>> states,
      AttributeValue<List<AttributeValue<String>>> step,
      AttributeValue<List<AttributeValue<String>>> otherwise,
      AttributeValue<String> momentum,
      AttributeValue<String> coupling,
      AttributeValue<String> evaluate,
      AttributeValue<List<AttributeValue<String>>> requires,
      Position position) {

    /** Where decay enters by default; empty for a constant that this compiler does not know. */
    public Optional<Coupling> knownCoupling() {
      return Stream.of(Coupling.values())
          .filter(one -> one.name().equals(coupling.value()))
          .findFirst();
    }
  }

  /** Creates a rule; compilers differ in the order of attributes. */
  public DeclaredRule {
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    defaults = Map.copyOf(defaults);
    others = Collections.unmodifiableMap(new TreeMap<>(others));
  }

  /** Its name in sentences, the simple name of its type: {@code Lion}. */
  public String name() {
    return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
  }

  /** The attribute that is the momentum of the recipe, if there is one. */
  public Optional<AttributeValue<Double>> momentum() {
    return Optional.ofNullable(numbers.get(definition.momentum.value()));
  }

  /** Its text, with each statement on one line, and the momentum first among its numbers. */
  public RuleText text() {
    Map<String, Double> values = new LinkedHashMap<>();
    Optional<String> momentum =
        Optional.of(definition.momentum.value()).filter(name -> !name.isEmpty());
    // As the builder of a rule has it: the value is that of a curve.
    momentum.ifPresent(name -> values.put(name, 0.0));
    numbers.forEach((name, number) -> values.putIfAbsent(name, number.value()));
    return new RuleText(
        name(),
        texts(definition.states),
        texts(definition.step),
        texts(definition.otherwise),
        values,
        momentum,
        definition.evaluate.value());
  }

  /**
   * The rule in a recipe, in a declaration without mistakes.
   *
   * @param coupling where weight decay enters; empty if the recipe has none
   */
  public WrittenRule rule(Optional<Coupling> coupling) {
    return WrittenRule.of(text(), coupling);
  }

  private static List<String> texts(AttributeValue<List<AttributeValue<String>>> given) {
    return given.value().stream().map(text -> inOneLine(text.value())).toList();
  }

  /** A text without line breaks and further spaces, which mean nothing in it. */
  private static String inOneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.chars()
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(c -> c != ' ' || !line.isEmpty() && line.charAt(line.length() - 1) != ' ')
        .forEachOrdered(c -> line.append((char) c));
    return line.toString().stripTrailing();
  }
}
