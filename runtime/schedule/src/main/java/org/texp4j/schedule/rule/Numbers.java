package org.texp4j.schedule.rule;

import java.util.Map;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Literal;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/** The evaluation of expressions of numbers. */
final class Numbers {

  /** The values of names. */
  interface Values {
    double of(Name name);
  }

  private Numbers() {}

  /** Returns the value of an expression of numbers and attributes. */
  static double constant(Expression expression, Map<String, Double> attributes) {
    return value(expression, name -> attributes.get(name.name()));
  }

  /** Whether a condition on numbers holds. */
  static boolean holds(Comparison condition, Values names) {
    return condition
        .relation()
        .holds(value(condition.left(), names), value(condition.right(), names));
  }

  /** Returns the value of an expression of numbers. */
  static double value(Expression expression, Values names) {
    if (expression instanceof Literal literal) {
      return literal.value();
    } else if (expression instanceof Name name) {
      return names.of(name);
    } else if (expression instanceof Negative negative) {
      return -value(negative.operand(), names);
    } else if (expression instanceof Binary binary) {
      return binary(binary, names);
    }
    Call call = (Call) expression;
    if (call.function() == Function.WHERE) {
      boolean holds = holds((Comparison) call.argument(0), names);
      return value(call.argument(holds ? 1 : 2), names);
    }
    double first = value(call.argument(0), names);
    return switch (call.function()) {
      case SIGN -> Math.signum(first);
      case ABS -> Math.abs(first);
      case SQRT -> Math.sqrt(first);
      case MIN -> Math.min(first, value(call.argument(1), names));
      case MAX -> Math.max(first, value(call.argument(1), names));
      default -> throw new IllegalArgumentException(call + " is not known before the step");
    };
  }

  /**
   * Returns the value of an expression of numbers in some precision; of powers and calls, double.
   */
  static <T> T value(Expression expression, Values names, Arithmetic<T> arithmetic) {
    if (expression instanceof Negative negative) {
      return arithmetic.negative(value(negative.operand(), names, arithmetic));
    } else if (expression instanceof Binary binary && binary.operator() != Operator.POWER) {
      T left = value(binary.left(), names, arithmetic);
      T right = value(binary.right(), names, arithmetic);
      return switch (binary.operator()) {
        case PLUS -> arithmetic.plus(left, right);
        case MINUS -> arithmetic.plus(left, arithmetic.negative(right));
        case TIMES -> arithmetic.times(left, right);
        default -> arithmetic.dividedBy(left, right);
      };
    }
    return arithmetic.of(value(expression, names));
  }

  private static double binary(Binary binary, Values names) {
    if (binary.operator() == Operator.MINUS
        && binary.left() instanceof Literal one
        && one.value() == 1
        && binary.right() instanceof Binary power
        && power.operator() == Operator.POWER) {
      return oneMinusPower(value(power.left(), names), value(power.right(), names));
    }
    double left = value(binary.left(), names);
    double right = value(binary.right(), names);
    return switch (binary.operator()) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
      case POWER -> power(left, right);
    };
  }

  /** 1 − b^t, without the cancellation where the power is near 1: the bias corrections of Adam. */
  private static double oneMinusPower(double base, double exponent) {
    return base > 0 && exponent > 0
        ? -Math.expm1(exponent * Math.log(base))
        : 1 - power(base, exponent);
  }

  private static double power(double base, double exponent) {
    return exponent == 2
        ? base * base
        : exponent == 0.5 ? Math.sqrt(base) : Math.pow(base, exponent);
  }
}
