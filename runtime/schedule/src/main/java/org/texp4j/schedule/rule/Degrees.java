package org.texp4j.schedule.rule;

import java.util.Map;

/**
 * The degrees of homogeneity of a rule in the steps of one variant: under w → cw, g → g/c, rate →
 * c^r rate and every state x → c^d x, each expression of degree e becomes c^e times itself.
 *
 * @param rate r
 * @param decay the degree of λ, where the text places it
 * @param states d by the name of the state
 * @param expressions e by expression, of those that are not constant; by identity
 * @param carried the power of c by which a constant has to be multiplied at its place; by identity
 */
record Degrees(
    Rational rate,
    Rational decay,
    Map<String, Rational> states,
    Map<Expression, Rational> expressions,
    Map<Expression, Rational> carried) {

  /** The degree k = 1 − r of the increment. */
  Rational increment() {
    return Rational.ONE.minus(rate);
  }

  /** The degree of an expression; 0 for a constant. */
  Rational of(Expression expression) {
    return expressions.getOrDefault(expression, Rational.ZERO);
  }
}
