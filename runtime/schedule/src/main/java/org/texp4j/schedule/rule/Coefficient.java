package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Negative;

/**
 * A product of numbers that are known before a step: of expressions of the text, each with the
 * values it has in the declared run, and of powers of the scales c before and c' after the step.
 * Immutable.
 *
 * @param factors expressions that are multiplied
 * @param divisors expressions that are divided by
 * @param before the power of c
 * @param after the power of c'
 */
record Coefficient(
    List<Expression> factors, List<Expression> divisors, Rational before, Rational after) {

  static final Coefficient ONE =
      new Coefficient(List.of(), List.of(), Rational.ZERO, Rational.ZERO);

  Coefficient {
    factors = List.copyOf(factors);
    divisors = List.copyOf(divisors);
  }

  static Coefficient of(Expression factor) {
    return new Coefficient(List.of(factor), List.of(), Rational.ZERO, Rational.ZERO);
  }

  boolean isOne() {
    return factors.isEmpty() && divisors.isEmpty() && before.isZero() && after.isZero();
  }

  /** Whether it is a power of the scales alone, which are above 0. */
  boolean isScale() {
    return factors.isEmpty() && divisors.isEmpty();
  }

  Coefficient times(Coefficient other) {
    return new Coefficient(
        joined(factors, other.factors),
        joined(divisors, other.divisors),
        before.plus(other.before),
        after.plus(other.after));
  }

  Coefficient dividedBy(Coefficient other) {
    return times(
        new Coefficient(
            other.divisors, other.factors, other.before.negated(), other.after.negated()));
  }

  /** Returns this times c^before · c'^after. */
  Coefficient scaled(Rational beforePower, Rational afterPower) {
    return new Coefficient(factors, divisors, before.plus(beforePower), after.plus(afterPower));
  }

  /** The product as a formula, in which P is the scale and α = P/P'. */
  String formula() {
    StringJoiner product = new StringJoiner(" * ");
    Rational ratio = before;
    Rational rest = before.plus(after);
    if (before.signum() * after.signum() < 0) {
      add(product, "α", ratio);
      add(product, "P'", rest);
    } else {
      add(product, "P", before);
      add(product, "P'", after);
    }
    boolean single = product.length() == 0 && factors.size() == 1 && divisors.isEmpty();
    factors.forEach(factor -> product.add(single ? "" + factor : inProduct(factor)));
    String numerator = product.length() == 0 ? "1" : product.toString();
    StringBuilder formula = new StringBuilder(numerator);
    for (Expression divisor : divisors) {
      boolean plain = !(divisor instanceof Binary || divisor instanceof Negative);
      formula.append(plain ? " / " + divisor : " / (" + divisor + ")");
    }
    return formula.toString();
  }

  private static String inProduct(Expression factor) {
    boolean sum =
        factor instanceof Negative
            || factor instanceof Binary binary
                && binary.operator().precedence() < Operator.TIMES.precedence();
    return sum ? "(" + factor + ")" : factor.toString();
  }

  private static void add(StringJoiner product, String scale, Rational power) {
    if (!power.isZero()) {
      product.add(power.equals(Rational.ONE) ? scale : scale + "^(" + power + ")");
    }
  }

  private static List<Expression> joined(List<Expression> first, List<Expression> second) {
    List<Expression> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
