package org.texp4j.processor.model;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as text, the same on every platform.
 *
 * <p>{@link Double#toString} is not: before Java 19 it gave some numbers more digits than they
 * need.
 */
public final class Figures {

  private static final int MOST_DIGITS = 17;

  private Figures() {}

  /** The fewest decimal digits that give a finite double back. */
  public static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      shortest = exact.round(new MathContext(digits));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    return shortest;
  }

  /** A number for people: the fewest digits that give it back, plain unless very small or large. */
  public static String shown(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return text(shortest(value), "e", -4, 7);
  }

  /** A finite number for people, rounded to so many digits. */
  public static String rounded(double value, int digits) {
    return text(new BigDecimal(value).round(new MathContext(digits)), "e", -4, 7);
  }

  /** Plain between two powers of ten, with an exponent outside. */
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
