package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;

/**
 * The steps in which the conditions on numbers of a rule have certain outcomes, so that of each of
 * their choices one branch remains. Each step of a run is of one variant. Immutable.
 *
 * @param outcomes the conditions and their outcomes, in the order of the text
 */
record Variant(Map<Comparison, Boolean> outcomes) {

  /** More would be a program rather than a rule, and double the work with each. */
  private static final int MAX_CONDITIONS = 4;

  /** Returns all variants of a rule, at least one. */
  static List<Variant> of(RuleDefinition rule) {
    Set<Comparison> conditions = new LinkedHashSet<>();
    for (Statement statement : rule.statements()) {
      collect(rule, statement.value(), conditions);
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
      variants.add(new Variant(outcomes));
    }
    return variants;
  }

  private static void collect(RuleDefinition rule, Expression expression, Set<Comparison> found) {
    if (rule.isConstant(expression)) {
      return;
    }
    if (expression instanceof Call call
        && call.function() == Function.WHERE
        && rule.isNumber(call.argument(0))) {
      found.add((Comparison) Expressions.withoutPlaces(call.argument(0)));
    }
    expression.parts().forEach(part -> collect(rule, part, found));
  }

  /** Returns the branch that remains of an expression, if that is a choice by a condition. */
  Optional<Expression> branch(Expression expression) {
    if (expression instanceof Call call && call.function() == Function.WHERE) {
      return Optional.ofNullable(outcomes.get(Expressions.withoutPlaces(call.argument(0))))
          .map(outcome -> call.argument(outcome ? 1 : 2));
    }
    return Optional.empty();
  }
}
