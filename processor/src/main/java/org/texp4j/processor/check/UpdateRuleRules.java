package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredRule;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.Condition;
import org.texp4j.schedule.rule.Fault;
import org.texp4j.schedule.rule.Place;
import org.texp4j.schedule.rule.RuleDefinition;
import org.texp4j.schedule.rule.RuleException;
import org.texp4j.schedule.rule.RuleText;

/**
 * Rules for update rules that are written as text: that it can be read, that a recipe gives it
 * numbers it allows, and that a form without weight decay has an equivalent of it.
 */
final class UpdateRuleRules {

  private final DeclaredRule rule;
  private final RuleText text;
  private final Map<String, Double> numbers = new LinkedHashMap<>();
  private final List<Diagnostic> found = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();

  private UpdateRuleRules(DeclaredRule rule) {
    this.rule = rule;
    this.text = rule.text();
    rule.numbers().forEach((name, number) -> numbers.put(name, number.value()));
  }

  /** Checks the text of a rule, whether or not it is used. */
  static List<Diagnostic> text(DeclaredRule rule) {
    UpdateRuleRules rules = new UpdateRuleRules(rule);
    rules.attributes();
    rules.conditions();
    if (rules.found.isEmpty()) {
      rules.statements();
    }
    return rules.found;
  }

  /** Checks the rule of a declaration, if it has one. */
  static List<Diagnostic> of(Declaration declaration) {
    return Diagnostic.each(declaration.rules(), rule -> of(declaration, rule));
  }

  private static List<Diagnostic> of(Declaration declaration, DeclaredRule rule) {
    UpdateRuleRules rules = new UpdateRuleRules(rule);
    rules.finite();
    if (!rules.found.isEmpty()) {
      return rules.found;
    }
    List<Diagnostic> text = text(rule);
    if (!text.isEmpty()) {
      return text;
    }
    rules.conditions();
    rules.values();
    rules.decayInGradient(declaration);
    if (rules.found.isEmpty()) {
      rules.conversion(declaration);
    }
    return rules.found;
  }

  private void attributes() {
    rule.others()
        .forEach(
            (name, type) ->
                syntax(
                    type.position(),
                    "the attribute " + name + " is of type " + type.value() + ", not a number",
                    "declare it as double, int or long"));
    found.addAll(SupportRules.coupling(rule.definition().coupling()));
    String momentum = rule.definition().momentum().value();
    if (!momentum.isEmpty() && rule.momentum().isEmpty()) {
      syntax(
          rule.definition().momentum().position(),
          "momentum = \"" + momentum + "\" names no attribute that is a number",
          rule.numbers().isEmpty()
              ? "declare it, for example as double " + momentum + "() default 0.9"
              : "write one of " + String.join(", ", rule.numbers().keySet()));
    }
  }

  private void conditions() {
    List<AttributeValue<String>> written = rule.definition().requires().value();
    for (int i = 0; i < written.size(); i++) {
      try {
        conditions.add(Condition.read(written.get(i).value(), i, rule.numbers().keySet()));
      } catch (RuleException unreadable) {
        fault(unreadable.fault(), written, written.stream().map(AttributeValue::value).toList());
      }
    }
  }

  private void statements() {
    boolean inStep = read(rule.definition().step(), text.step());
    boolean inOthers =
        !text.otherwise().isEmpty() && read(rule.definition().otherwise(), text.otherwise());
    if (!found.isEmpty()) {
      return;
    }
    if ((inStep || inOthers)
        && rule.definition().knownCoupling().equals(Optional.of(Coupling.IN_GRADIENT))) {
      syntax(
          rule.definition().position(),
          "the rule names decay, so the gradient must not contain it, too",
          "write coupling = DECOUPLED in @UpdateRule");
      return;
    }
    try {
      WrittenRule.of(text, Optional.of(Coupling.DECOUPLED));
    } catch (RuleException unreadable) {
      fault(unreadable.fault(), rule.definition().step().value(), text.step());
    }
    if (namesMomentum() && text.momentum().isEmpty()) {
      syntax(
          rule.definition().position(),
          "the rule names momentum, but none of its attributes is the momentum",
          "write, for example, momentum = \"beta\" in @UpdateRule, and double beta() default 0.9");
    }
  }

  /** Reads statements; returns whether they name decay. */
  private boolean read(
      AttributeValue<List<AttributeValue<String>>> written, List<String> statements) {
    try {
      return RuleDefinition.read(text, statements).placesDecay();
    } catch (RuleException unreadable) {
      fault(unreadable.fault(), written.value(), statements);
      return false;
    }
  }

  private boolean namesMomentum() {
    return Stream.concat(text.step().stream(), text.otherwise().stream())
        .anyMatch(statement -> statement.matches(".*\\bmomentum\\b.*"));
  }

  private void finite() {
    rule.numbers()
        .forEach(
            (name, number) -> {
              if (!Double.isFinite(number.value())) {
                outside(name, "must be finite", value -> true);
              }
            });
  }

  /** Checks the numbers that a recipe gives the rule. */
  private void values() {
    for (Condition condition : conditions) {
      if (!condition.holds(numbers)) {
        String name =
            condition.names().stream()
                .filter(each -> rule.numbers().get(each).isExplicit())
                .findFirst()
                .orElseGet(() -> condition.names().iterator().next());
        outside(name, "@" + rule.name() + " requires " + condition, condition::holds);
      }
    }
    rule.momentum()
        .filter(given -> found.isEmpty() && !Hyperparameter.MOMENTUM.admits(given.value()))
        .ifPresent(
            given ->
                outside(
                    rule.definition().momentum().value(),
                    "must be " + Hyperparameter.MOMENTUM.range(),
                    value -> true));
  }

  private interface Requirement {
    boolean holds(Map<String, Double> values);
  }

  private void outside(String name, String required, Requirement requirement) {
    Optional<Double> instead = Optional.ofNullable(rule.defaults().get(name));
    Map<String, Double> better = new HashMap<>(numbers);
    instead.ifPresent(value -> better.put(name, value));
    boolean isRemedy =
        instead.filter(Double::isFinite).isPresent()
            && !better.equals(numbers)
            && requirement.holds(better);
    found.add(
        new Diagnostic(
            Code.OPTIMIZER_VALUE,
            rule.numbers().get(name).position(),
            name + " is " + Decimals.shown(numbers.get(name)) + " but " + required,
            isRemedy
                ? "write, for example, " + name + " = " + Decimals.shown(instead.get())
                : "write another value for " + name));
  }

  private void decayInGradient(Declaration declaration) {
    if (declaration.coupling().equals(Optional.of(Coupling.IN_GRADIENT)) && placesDecay()) {
      syntax(
          declaration.weightDecay().orElseThrow().coupling().position(),
          "@" + rule.name() + " places the weight decay itself, so it cannot be in the gradient",
          "write coupling = DECOUPLED, or leave coupling out");
    }
  }

  private boolean placesDecay() {
    return RuleDefinition.read(text, text.step()).placesDecay()
        || !text.otherwise().isEmpty() && RuleDefinition.read(text, text.otherwise()).placesDecay();
  }

  /** Checks that the rule has an equivalent where the form of the recipe needs one. */
  private void conversion(Declaration declaration) {
    Optional<RecipeForm> form = declaration.schedule().form().filter(RecipeForm::isConverted);
    if (form.isEmpty()) {
      return;
    }
    WrittenRule written = rule.rule(declaration.coupling());
    Optional<Fault> ofMatrices = written.compiled(true).refusal();
    Optional<Fault> ofOthers = written.compiled(false).refusal();
    if (ofMatrices.isPresent()) {
      fault(ofMatrices.get(), rule.definition().step().value(), text.step());
    } else if (ofOthers.isPresent()) {
      fault(ofOthers.get(), rule.definition().otherwise().value(), text.otherwise());
    } else if (written.fault().isPresent()) {
      fault(written.fault().get(), rule.definition().otherwise().value(), text.otherwise());
    } else if (form.get().usesFixedPoints()) {
      found.addAll(OptimizerRules.fixedPoints(declaration.schedule(), form.get(), written));
    }
  }

  private void syntax(Position position, String problem, String remedy) {
    found.add(new Diagnostic(Code.RULE_SYNTAX, position, problem, remedy));
  }

  /** Reports a fault at its statement, with the place in it. */
  private void fault(Fault fault, List<AttributeValue<String>> written, List<String> statements) {
    Place place = fault.place();
    boolean isPlaced = place.to() > 0 && place.statement() < written.size();
    found.add(
        new Diagnostic(
            code(fault.kind()),
            isPlaced ? written.get(place.statement()).position() : rule.definition().position(),
            fault.problem(),
            isPlaced
                ? fault.remedy() + marked(statements.get(place.statement()), place)
                : fault.remedy()));
  }

  private static Code code(Fault.Kind kind) {
    return switch (kind) {
      case SYNTAX -> Code.RULE_SYNTAX;
      case DEGREE -> Code.RULE_DEGREE;
      case DECAY -> Code.RULE_DECAY;
    };
  }

  /** A statement on a line of its own, with carets under a place. */
  private static String marked(String statement, Place place) {
    return "\n  "
        + statement
        + "\n  "
        + " ".repeat(place.from())
        + "^".repeat(Math.max(1, place.to() - place.from()));
  }
}
