package org.texp4j.schedule.rule;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A rational number in lowest terms, exact. Immutable.
 *
 * @param numerator any integer
 * @param denominator above 0
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {

  /** The number 0. */
  public static final Rational ZERO = of(0);

  /** The number 1. */
  public static final Rational ONE = of(1);

  /** Creates a number in lowest terms. */
  public Rational {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    BigInteger divisor = numerator.gcd(denominator);
    divisor = denominator.signum() < 0 ? divisor.negate() : divisor;
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /** Returns an integer. */
  public static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /** Returns the number that is written as the shortest decimal of a finite double. */
  static Rational of(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    return decimal.scale() > 0
        ? new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
        : new Rational(decimal.toBigIntegerExact(), BigInteger.ONE);
  }

  /** Returns the sum. */
  public Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** Returns the difference. */
  public Rational minus(Rational other) {
    return plus(other.negated());
  }

  /** Returns the product. */
  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** Returns the quotient. */
  public Rational dividedBy(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /** Returns the negative. */
  public Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  /** Whether this is 0. */
  public boolean isZero() {
    return numerator.signum() == 0;
  }

  /** Returns −1, 0 or 1: the sign. */
  public int signum() {
    return numerator.signum();
  }

  /** Whether this is an integer. */
  public boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  /** Returns this as an int. */
  public int intValue() {
    return numerator.divide(denominator).intValueExact();
  }

  /** Returns the nearest double. */
  public double doubleValue() {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64)
        .doubleValue();
  }

  @Override
  public int compareTo(Rational other) {
    return minus(other).numerator.signum();
  }

  /** Returns the number in ASCII: -3/4. */
  public String fraction() {
    return numerator + (isInteger() ? "" : "/" + denominator);
  }

  /**
   * Returns the number of a {@link #fraction}.
   *
   * @throws NumberFormatException if it is none
   */
  public static Rational ofFraction(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new Rational(new BigInteger(text), BigInteger.ONE)
        : new Rational(
            new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
  }

  /** Returns the number as text: −3/4, with a minus sign proper. */
  @Override
  public String toString() {
    String sign = numerator.signum() < 0 ? "−" : "";
    return sign + numerator.abs() + (isInteger() ? "" : "/" + denominator);
  }
}
