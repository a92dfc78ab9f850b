package org.texp4j.processor.write;

import java.math.BigDecimal;
import java.math.MathContext;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.schedule.ScaledDouble;

/** Numbers as Java literals and in tables, the same on every platform; see {@link Decimals}. */
final class Literals {

  private static final int MOST_DIGITS = 17;

  /**
   * Up to this exponent a double holds the number exactly, and BigDecimal has few digits to round.
   */
  private static final int MODERATE_POWER = 64;

  /** The largest exponent that BigDecimal supports. */
  private static final int LARGEST_POWER = 999_999_999;

  private Literals() {}

  /** A double as a Java literal: the fewest digits that identify it. */
  static String real(double value) {
    String text = Decimals.text(Decimals.shortest(value), "E", -3, 7);
    int exponent = text.indexOf('E');
    int end = exponent < 0 ? text.length() : exponent;
    return text.contains(".") ? text : text.substring(0, end) + ".0" + text.substring(end);
  }

  /** A long as a Java literal, in groups of three digits from 10_000 on. */
  static String whole(long value) {
    StringBuilder digits = new StringBuilder(Long.toString(value));
    boolean small = value > -10_000 && value < 10_000;
    int first = value < 0 ? 1 : 0;
    for (int at = digits.length() - 3; at > first && !small; at -= 3) {
      digits.insert(at, '_');
    }
    return digits + (value == (int) value ? "" : "L");
  }

  /** A number of any size to display, rounded to a number of digits. */
  static String shown(ScaledDouble value, int digits) {
    if (Math.abs(value.exponent()) <= MODERATE_POWER) {
      return shown(Math.scalb(value.mantissa(), (int) value.exponent()), digits);
    }
    if (Math.abs(value.exponent()) > LARGEST_POWER) {
      return "2^" + value.exponent();
    }
    MathContext enough = new MathContext(MOST_DIGITS + digits);
    BigDecimal power = BigDecimal.valueOf(2).pow((int) value.exponent(), enough);
    return shown(new BigDecimal(value.mantissa()).multiply(power), digits);
  }

  /** A power of two to display, rounded to a number of digits. */
  static String powerOfTwo(double exponent, int digits) {
    double whole = Math.floor(exponent);
    return shown(ScaledDouble.of(Math.pow(2, exponent - whole), (long) whole), digits);
  }

  /** A number to display, rounded to a number of digits. */
  static String shown(double value, int digits) {
    return Decimals.text(Decimals.round(value, digits), "e", -4, digits);
  }

  /** A growth factor near 1, with a number of digits of its excess over 1. */
  static String growth(double factor, int digits) {
    BigDecimal more = Decimals.round(factor - 1, digits);
    return factor < 2
        ? more.add(BigDecimal.ONE).stripTrailingZeros().toPlainString()
        : shown(factor, digits);
  }

  private static String shown(BigDecimal value, int digits) {
    return Decimals.text(value.round(new MathContext(digits)), "e", -4, digits);
  }
}
