package org.texp4j.processor.model.value;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as text, the same on every platform.
 *
 * <p>{@link Double#toString} is not: before Java 19 it gave some numbers more digits than they
 * need.
 */
public final class Decimals {

  private static final int MOST_DIGITS = 17;

  /** Up to this many digits, the text of a normal double is off by less than one in the last. */
  private static final int SURE_DIGITS = 15;

  private Decimals() {}

  /** The fewest decimal digits that identify a finite double. */
  public static BigDecimal shortest(double value) {
    BigDecimal shortest = BigDecimal.ZERO;
    for (int digits = 1; digits <= MOST_DIGITS && shortest.doubleValue() != value; digits++) {
      shortest = round(value, digits);
    }
    return shortest;
  }

  /** A finite double, rounded to a number of digits, at least one. */
  public static BigDecimal round(double value, int digits) {
    return decimal(value, digits).round(new MathContext(digits));
  }

  /** A decimal that rounds to the same digits as the double. */
  private static BigDecimal decimal(double value, int digits) {
    if (digits < SURE_DIGITS && Math.abs(value) >= Double.MIN_NORMAL) {
      BigDecimal sure = BigDecimal.valueOf(value).round(new MathContext(SURE_DIGITS));
      // Rounding to fewer digits has its ties at decimals with one digit more; anywhere else this
      // decimal and the double are on the same side.
      if (sure.stripTrailingZeros().precision() != digits + 1) {
        return sure;
      }
    }
    return new BigDecimal(value);
  }

  /** A number to display: the fewest digits that identify it, plain unless very small or large. */
  public static String shown(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return text(shortest(value), "e", -4, 7);
  }

  /** A finite number to display, rounded to a number of digits. */
  public static String rounded(double value, int digits) {
    return text(round(value, digits), "e", -4, 7);
  }

  /** A number as text: plain between two powers of ten, with an exponent outside. */
  public static String text(BigDecimal value, String e, int plainFrom, int plainTo) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal digits = value.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return exponent >= plainFrom && exponent < plainTo
        ? digits.toPlainString()
        : digits.scaleByPowerOfTen(-exponent).toPlainString() + e + exponent;
  }
}
