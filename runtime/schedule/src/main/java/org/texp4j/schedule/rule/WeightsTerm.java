package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/**
 * The new weights as a sum, in which decoupled decay acts on the term w to which the step is added.
 */
final class WeightsTerm {

  /** A term of a sum. */
  record Signed(boolean negative, Expression term) {}

  private final RuleDefinition rule;
  private final Map<Name, Statement> statements;

  WeightsTerm(RuleDefinition rule, Variant variant) {
    this.rule = rule;
    statements = variant.byTarget();
  }

  /** The terms beside w, if the new weights are w and a step; empty if they are not. */
  Optional<List<Signed>> step() {
    List<Signed> terms = new ArrayList<>();
    collect(statements.get(rule.last(RuleDefinition.WEIGHTS)).value(), false, terms);
    for (Signed each : terms) {
      if (!each.negative() && Expressions.withoutPlaces(each.term()).equals(LinearMap.WEIGHTS)) {
        terms.remove(each);
        return Optional.of(terms);
      }
    }
    return Optional.empty();
  }

  private void collect(Expression expression, boolean negative, List<Signed> terms) {
    if (expression instanceof Negative minus) {
      collect(minus.operand(), !negative, terms);
    } else if (expression instanceof Binary sum
        && (sum.operator() == Operator.PLUS || sum.operator() == Operator.MINUS)) {
      collect(sum.left(), negative, terms);
      collect(sum.right(), negative ^ sum.operator() == Operator.MINUS, terms);
    } else if (expression instanceof Name name && isSumWithWeights(name)) {
      collect(statements.get(RuleDefinition.key(name)).value(), negative, terms);
    } else {
      terms.add(new Signed(negative, expression));
    }
  }

  /** Whether a name of the rule's own may hide the term w. */
  private boolean isSumWithWeights(Name name) {
    Statement statement = statements.get(RuleDefinition.key(name));
    return statement != null
        && !rule.text().states().contains(name.name())
        && Expressions.mention(statement.value(), RuleDefinition.WEIGHTS);
  }
}
