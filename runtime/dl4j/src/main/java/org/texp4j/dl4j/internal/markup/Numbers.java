package org.texp4j.dl4j.internal.markup;

import java.util.Locale;
import org.texp4j.schedule.ScaledDouble;

/** Numbers as a reader wants them. */
public final class Numbers {

  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /** A number to so many significant digits, without trailing zeros: 0.0005, 1.2·10⁻⁷. */
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
    int decimals = Math.max(0, digits - 1 - exponent);
    return trimmed(String.format(Locale.ROOT, "%." + decimals + "f", value)).replace('-', '−');
  }

  /** The number 2^log2 to so many significant digits, also past double's range. */
  public static String powerOfTwo(double log2, int digits) {
    if (Math.abs(log2) < 1000 || !Double.isFinite(log2)) {
      return plain(Math.pow(2, log2), digits);
    }
    double log10 = log2 * Math.log10(2);
    long exponent = (long) Math.floor(log10);
    double mantissa = Math.pow(10, log10 - exponent);
    return trimmed(String.format(Locale.ROOT, "%." + (digits - 1) + "f", mantissa))
        + "·10"
        + raised(exponent);
  }

  /** A number in scientific notation, also past double's range: 3.1416e450. */
  public static String scientific(ScaledDouble value) {
    if (value.equals(ScaledDouble.ZERO)) {
      return "0";
    }
    double log10 = value.log2() * Math.log10(2);
    long exponent = (long) Math.floor(log10);
    String digits = String.format(Locale.ROOT, "%.4f", Math.pow(10, log10 - exponent));
    return digits.startsWith("10") ? "1.0000e" + (exponent + 1) : digits + "e" + exponent;
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
