package org.texp4j.schedule;

import org.texp4j.schedule.rule.Rational;

/**
 * A number at least 0 of the form mantissa × 2^exponent, with the precision of double and an
 * exponent of 64 bits.
 *
 * <p>The mantissa is in [1, 2), or 0 with the exponent 0; so every value has one representation,
 * and records are equal if and only if the numbers are. It holds scales and converted rates, which
 * leave double's range after a few hundred epochs. Immutable. Exponents do not overflow in any run:
 * their sums are not checked.
 *
 * @param mantissa in [1, 2), or 0
 * @param exponent the power of two; 0 for zero
 */
public record ScaledDouble(double mantissa, long exponent) {

  /** The number 0. */
  public static final ScaledDouble ZERO = new ScaledDouble(0, 0);

  /** The number 1. */
  public static final ScaledDouble ONE = new ScaledDouble(1, 0);

  private static final double LN2 = Math.log(2);

  /**
   * Creates a number from its normal form.
   *
   * @throws IllegalArgumentException if the parts are not in that form
   */
  public ScaledDouble {
    boolean zero = mantissa == 0 && exponent == 0;
    if (!zero && !(mantissa >= 1 && mantissa < 2)) {
      throw new IllegalArgumentException("not in normal form: " + mantissa + " × 2^" + exponent);
    }
    mantissa = zero ? 0 : mantissa; // −0.0 is equal to 0.0, but a record holding it would not be.
  }

  /**
   * Returns significand × 2^exponent for any finite significand at least 0, without rounding.
   *
   * @throws IllegalArgumentException if the significand is negative, infinite or NaN
   */
  public static ScaledDouble of(double significand, long exponent) {
    if (!(significand >= 0 && significand <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("significand must be finite and ≥ 0: " + significand);
    }
    if (significand == 0) {
      return ZERO;
    }
    if (significand < Double.MIN_NORMAL) {
      return of(significand * 0x1p54, exponent - 54);
    }
    int shift = Math.getExponent(significand);
    return new ScaledDouble(Math.scalb(significand, -shift), exponent + shift);
  }

  /** Returns the product, rounded once. */
  public ScaledDouble times(ScaledDouble other) {
    return of(mantissa * other.mantissa, exponent + other.exponent);
  }

  /**
   * Returns the quotient, rounded once.
   *
   * @throws ArithmeticException if the divisor is 0
   */
  public ScaledDouble dividedBy(ScaledDouble divisor) {
    if (divisor.mantissa == 0) {
      throw new ArithmeticException("division by zero");
    }
    return of(mantissa / divisor.mantissa, exponent - divisor.exponent);
  }

  /**
   * Returns this^n by n − 1 products, so that a factor of 2^k changes the power by 2^nk and leaves
   * its mantissa unchanged.
   *
   * @param n at least 1
   */
  public ScaledDouble power(int n) {
    ScaledDouble power = this;
    for (int i = 1; i < n; i++) {
      power = power.times(this);
    }
    return power;
  }

  /**
   * Returns this^n for a number above 0: by products where n is an integer, so that a factor of 2^k
   * changes the power by 2^nk and leaves its mantissa unchanged; where n is a fraction, the same
   * holds for multiples k of its denominator.
   *
   * @param n any number
   */
  public ScaledDouble power(Rational n) {
    if (n.isZero()) {
      return ONE;
    } else if (n.signum() < 0) {
      return ONE.dividedBy(power(n.negated()));
    } else if (n.isInteger()) {
      return power(n.intValue());
    }
    int denominator = n.denominator().intValueExact();
    long whole = Math.floorDiv(exponent, (long) denominator);
    double rest = Math.scalb(mantissa, (int) Math.floorMod(exponent, (long) denominator));
    return of(Math.pow(rest, n.doubleValue()), whole * n.numerator().intValueExact());
  }

  /** Returns this × 2^shift, exactly. */
  public ScaledDouble shifted(long shift) {
    return mantissa == 0 ? ZERO : new ScaledDouble(mantissa, exponent + shift);
  }

  /** Returns the base-2 logarithm; −∞ for zero, finite past double's range otherwise. */
  public double log2() {
    return mantissa == 0 ? Double.NEGATIVE_INFINITY : exponent + Math.log(mantissa) / LN2;
  }

  /** Returns the nearest double: infinity past the range, 0 or a subnormal number below it. */
  public double toDouble() {
    int clamped = (int) Math.max(-2200, Math.min(2200, exponent));
    return Math.scalb(mantissa, clamped);
  }
}
