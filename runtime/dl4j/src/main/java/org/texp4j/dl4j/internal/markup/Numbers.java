package org.texp4j.dl4j.internal.markup;

import java.util.Locale;
import org.texp4j.schedule.ScaledDouble;

/** Numbers as text for readers. */
public final class Numbers {

  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /**
   * A number in decimal notation.
   *
   * @param exponent the power of ten
   */
  private record Decimal(String mantissa, long exponent) {

    /** The number 2^log2, also past double's range. */
    static Decimal ofPowerOfTwo(double log2, int decimals) {
      double log10 = log2 * Math.log10(2);
      long exponent = (long) Math.floor(log10);
      String mantissa = format(Math.pow(10, log10 - exponent), decimals);
      return mantissa.startsWith("10")
          ? new Decimal(format(1, decimals), exponent + 1)
          : new Decimal(mantissa, exponent);
    }
  }

  /** A number with significant digits, without trailing zeros: 0.0005, 1.2·10⁻⁷. */
  public static String plain(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    String[] parts =
        String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).split("e"); // 1.20, −07
    int exponent = Integer.parseInt(parts[1]);
    if (exponent < -4 || exponent >= Math.max(digits, 6)) {
      return trimmed(parts[0]).replace('-', '−') + "·10" + raised(exponent);
    }
    return fixed(value, Math.max(0, digits - 1 - exponent));
  }

  /** A number with at most some decimals, without trailing zeros, with the sign −. */
  public static String fixed(double value, int decimals) {
    String text = trimmed(format(value, decimals));
    return text.equals("-0") ? "0" : text.replace('-', '−');
  }

  /** A fraction in per cent: 97.50 %. */
  public static String percent(double fraction, int decimals) {
    return format(100 * fraction, decimals) + " %";
  }

  /** The number 2^log2 with significant digits, also past double's range. */
  public static String powerOfTwo(double log2, int digits) {
    if (Math.abs(log2) < 1000 || !Double.isFinite(log2)) {
      return plain(Math.pow(2, log2), digits);
    }
    Decimal decimal = Decimal.ofPowerOfTwo(log2, digits - 1);
    return trimmed(decimal.mantissa) + "·10" + raised(decimal.exponent);
  }

  /** A number in scientific notation, also past double's range: 3.1416e450. */
  public static String scientific(ScaledDouble value) {
    if (value.equals(ScaledDouble.ZERO)) {
      return "0";
    }
    Decimal decimal = Decimal.ofPowerOfTwo(value.log2(), 4);
    return decimal.mantissa + "e" + decimal.exponent;
  }

  private static String format(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String trimmed(String text) {
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static String raised(long exponent) {
    StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
    for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
      raised.append(RAISED.charAt(digit - '0'));
    }
    return raised.toString();
  }
}
