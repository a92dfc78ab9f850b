package org.texp4j.schedule.rule;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Literal;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/** Functions of expressions. */
final class Expressions {

  private Expressions() {}

  /** Whether an expression contains a name. */
  static boolean mention(Expression expression, String name) {
    return find(expression, name).isPresent();
  }

  /** Returns the first occurrence of a name. */
  static Optional<Name> find(Expression expression, String name) {
    return expression instanceof Name found
        ? Optional.of(found).filter(each -> each.name().equals(name))
        : expression.parts().stream().flatMap(part -> find(part, name).stream()).findFirst();
  }

  /** The calls in an expression, the outer ones first. */
  static Stream<Call> calls(Expression expression) {
    Stream<Call> inside = expression.parts().stream().flatMap(Expressions::calls);
    return expression instanceof Call call ? Stream.concat(Stream.of(call), inside) : inside;
  }

  /** Whether an expression is the number 0 as it is written, or a product with it. */
  static boolean isZero(Expression expression) {
    if (expression instanceof Binary product && product.operator() == Operator.TIMES) {
      return isZero(product.left()) || isZero(product.right());
    }
    return expression instanceof Literal literal && literal.value() == 0
        || expression instanceof Negative negative && isZero(negative.operand());
  }

  /** Returns an expression whose parts are replaced; the same one if none changes. */
  static Expression mapParts(Expression expression, UnaryOperator<Expression> map) {
    if (expression instanceof Negative negative) {
      Expression operand = map.apply(negative.operand());
      return operand == negative.operand() ? expression : new Negative(operand, negative.place());
    } else if (expression instanceof Binary binary) {
      Expression left = map.apply(binary.left());
      Expression right = map.apply(binary.right());
      return left == binary.left() && right == binary.right()
          ? expression
          : new Binary(binary.operator(), left, right, binary.place());
    } else if (expression instanceof Comparison comparison) {
      Expression left = map.apply(comparison.left());
      Expression right = map.apply(comparison.right());
      return left == comparison.left() && right == comparison.right()
          ? expression
          : new Comparison(comparison.relation(), left, right, comparison.place());
    } else if (expression instanceof Call call) {
      return new Call(call.function(), call.arguments().stream().map(map).toList(), call.place());
    }
    return expression;
  }

  /** Returns the same expression, wherever it is written. */
  static Expression withoutPlaces(Expression expression) {
    Expression mapped = mapParts(expression, Expressions::withoutPlaces);
    if (mapped instanceof Literal literal) {
      return new Literal(literal.value(), literal.text(), Place.NOWHERE);
    } else if (mapped instanceof Name name) {
      return RuleDefinition.key(name);
    } else if (mapped instanceof Negative negative) {
      return new Negative(negative.operand(), Place.NOWHERE);
    } else if (mapped instanceof Binary binary) {
      return new Binary(binary.operator(), binary.left(), binary.right(), Place.NOWHERE);
    } else if (mapped instanceof Comparison comparison) {
      return new Comparison(
          comparison.relation(), comparison.left(), comparison.right(), Place.NOWHERE);
    }
    Call call = (Call) mapped;
    return new Call(call.function(), call.arguments(), Place.NOWHERE);
  }
}
