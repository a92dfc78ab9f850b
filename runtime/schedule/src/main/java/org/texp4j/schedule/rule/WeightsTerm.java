package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/**
 * The new weights as a sum, in which decoupled decay acts on the term w to which the step is added.
 */
final class WeightsTerm {

  /** A term of a sum. */
  record Signed(boolean negative, Expression term) {
    private boolean isWeights() {
      return !negative && Expressions.withoutPlaces(term).equals(LinearMap.WEIGHTS);
    }
  }

  private final RuleDefinition rule;
  private final Variant variant;

  WeightsTerm(RuleDefinition rule, Variant variant) {
    this.rule = rule;
    this.variant = variant;
  }

  /** The terms beside w, if the new weights are w and a step; empty if they are not. */
  Optional<List<Signed>> step() {
    List<Signed> terms = terms(rule.value(rule.last(RuleDefinition.WEIGHTS)), false);
    Optional<Signed> weights = terms.stream().filter(Signed::isWeights).findFirst();
    weights.ifPresent(terms::remove);
    return weights.map(each -> terms);
  }

  private List<Signed> terms(Expression expression, boolean negative) {
    Optional<Expression> branch = variant.branch(expression);
    if (branch.isPresent()) {
      return terms(branch.get(), negative);
    } else if (expression instanceof Negative minus) {
      return terms(minus.operand(), !negative);
    } else if (expression instanceof Binary sum
        && (sum.operator() == Operator.PLUS || sum.operator() == Operator.MINUS)) {
      List<Signed> terms = terms(sum.left(), negative);
      terms.addAll(terms(sum.right(), negative ^ sum.operator() == Operator.MINUS));
      return terms;
    } else if (expression instanceof Name name
        && name.version() > 0
        && !rule.text().states().contains(name.name())) {
      // A name of the rule's own may hide the term w; one that does not is a term.
      List<Signed> hidden = terms(rule.value(name), negative);
      if (hidden.stream().anyMatch(Signed::isWeights)) {
        return hidden;
      }
    }
    return new ArrayList<>(List.of(new Signed(negative, expression)));
  }
}
