package org.texp4j.schedule.rule;

import java.util.List;
import java.util.stream.Collectors;

/** An expression of the language of update rules, with its place in the text. Immutable. */
public sealed interface Expression {

  /** Where it is written. */
  Place place();

  /**
   * A number as it is written.
   *
   * @param text its digits in the source
   */
  record Literal(double value, String text, Place place) implements Expression {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A name: of weights, gradient, state, attribute or of the rule's own.
   *
   * @param version how many assignments to the name precede it; the value of a name and version
   *     never changes within a step
   */
  record Name(String name, int version, Place place) implements Expression {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The negative of an expression. */
  record Negative(Expression operand, Place place) implements Expression {
    @Override
    public String toString() {
      return "-" + Expression.inside(operand, Operator.TIMES.precedence());
    }
  }

  /** An operation on two expressions. */
  record Binary(Operator operator, Expression left, Expression right, Place place)
      implements Expression {
    @Override
    public String toString() {
      int precedence = operator.precedence();
      boolean power = operator == Operator.POWER;
      return Expression.inside(left, power ? precedence + 1 : precedence)
          + (power ? "^" : " " + operator.symbol() + " ")
          + Expression.inside(right, power ? precedence : precedence + 1);
    }
  }

  /** A comparison, true or false for each element. */
  record Comparison(Relation relation, Expression left, Expression right, Place place)
      implements Expression {
    @Override
    public String toString() {
      int precedence = Operator.PLUS.precedence();
      return Expression.inside(left, precedence)
          + " "
          + relation.symbol()
          + " "
          + Expression.inside(right, precedence);
    }
  }

  /** A call of a function. */
  record Call(Function function, List<Expression> arguments, Place place) implements Expression {
    /** Creates a call. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    /** Returns an argument. */
    Expression argument(int index) {
      return arguments.get(index);
    }

    @Override
    public String toString() {
      return arguments.stream()
          .map(Expression::toString)
          .collect(Collectors.joining(", ", function.symbol() + "(", ")"));
    }
  }

  /** The parts of an expression. */
  default List<Expression> parts() {
    if (this instanceof Negative negative) {
      return List.of(negative.operand());
    } else if (this instanceof Binary binary) {
      return List.of(binary.left(), binary.right());
    } else if (this instanceof Comparison comparison) {
      return List.of(comparison.left(), comparison.right());
    }
    return this instanceof Call call ? call.arguments() : List.of();
  }

  private static String inside(Expression part, int precedence) {
    int own =
        part instanceof Binary binary
            ? binary.operator().precedence()
            : part instanceof Negative
                ? Operator.PLUS.precedence()
                : part instanceof Comparison ? 0 : Integer.MAX_VALUE;
    return own < precedence ? "(" + part + ")" : part.toString();
  }
}
