package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Literal;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Kind.Extent;

/**
 * A rule in the steps in which its conditions on numbers have certain outcomes: without such
 * conditions. Each step of a run is of one variant. Immutable.
 *
 * @param outcomes the conditions and their outcomes, in the order of the text
 * @param statements the assignments that remain
 */
record Variant(Map<Comparison, Boolean> outcomes, List<Statement> statements) {

  /** More would be a program rather than a rule, and double the work with each. */
  private static final int MAX_CONDITIONS = 4;

  Variant {
    outcomes = Map.copyOf(outcomes);
    statements = List.copyOf(statements);
  }

  /** Returns all variants of a rule, at least one. */
  static List<Variant> of(RuleDefinition rule) {
    Set<Name> constants = constants(rule);
    Set<Comparison> conditions = new LinkedHashSet<>();
    for (Statement statement : rule.statements()) {
      collect(rule, constants, statement.value(), conditions);
    }
    if (conditions.size() > MAX_CONDITIONS) {
      throw RuleException.syntax(
          Place.NOWHERE,
          "the rule has " + conditions.size() + " conditions on numbers",
          "use at most " + MAX_CONDITIONS);
    }
    List<Comparison> order = List.copyOf(conditions);
    List<Variant> variants = new ArrayList<>();
    for (int bits = (1 << order.size()) - 1; bits >= 0; bits--) {
      Map<Comparison, Boolean> outcomes = new LinkedHashMap<>();
      for (int i = 0; i < order.size(); i++) {
        outcomes.put(order.get(i), (bits >> i & 1) == 1);
      }
      variants.add(
          new Variant(
              outcomes,
              rule.statements().stream()
                  .map(each -> new Statement(each.target(), decided(each.value(), outcomes)))
                  .toList()));
    }
    return variants;
  }

  /** Names whose values consist of numbers, attributes, t and momentum. */
  static Set<Name> constants(RuleDefinition rule) {
    Set<Name> constants = new HashSet<>();
    for (Statement statement : rule.statements()) {
      if (isConstant(rule, constants, statement.value())) {
        constants.add(RuleDefinition.key(statement.target()));
      }
    }
    return constants;
  }

  /** Whether an expression consists of numbers, attributes, t, momentum and such names. */
  static boolean isConstant(RuleDefinition rule, Set<Name> constants, Expression expression) {
    if (expression instanceof Literal) {
      return true;
    } else if (expression instanceof Name name) {
      return name.name().equals(RuleDefinition.STEP)
          || rule.isMomentum(name.name())
          || rule.text().numbers().containsKey(name.name())
          || constants.contains(RuleDefinition.key(name));
    }
    return !(expression instanceof Call call && call.function().reduces())
        && expression.parts().stream().allMatch(part -> isConstant(rule, constants, part));
  }

  private static void collect(
      RuleDefinition rule, Set<Name> constants, Expression expression, Set<Comparison> found) {
    if (isConstant(rule, constants, expression)) {
      return;
    }
    if (expression instanceof Call call
        && call.function() == Function.WHERE
        && rule.kind(call.argument(0)).extent() == Extent.NUMBER) {
      found.add((Comparison) Expressions.withoutPlaces(call.argument(0)));
    }
    expression.parts().forEach(part -> collect(rule, constants, part, found));
  }

  private static Expression decided(Expression expression, Map<Comparison, Boolean> outcomes) {
    if (expression instanceof Call call && call.function() == Function.WHERE) {
      Boolean outcome = outcomes.get(Expressions.withoutPlaces(call.argument(0)));
      if (outcome != null) {
        return decided(call.argument(outcome ? 1 : 2), outcomes);
      }
    }
    return Expressions.mapParts(expression, part -> decided(part, outcomes));
  }

  /** The statements by the name and version they assign. */
  Map<Name, Statement> byTarget() {
    Map<Name, Statement> result = new HashMap<>();
    statements.forEach(each -> result.put(RuleDefinition.key(each.target()), each));
    return result;
  }
}
