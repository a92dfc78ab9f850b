package org.texp4j.schedule;

/**
 * A number as the unevaluated sum of two doubles, with a relative accuracy of about 2^−104: T. J.
 * Dekker, "A floating-point technique for extending the available precision", 1971.
 *
 * @param high the number rounded to a double
 * @param low the rounding error
 */
record DoubleDouble(double high, double low) {

  static final DoubleDouble ZERO = new DoubleDouble(0, 0);
  static final DoubleDouble ONE = new DoubleDouble(1, 0);

  static DoubleDouble of(double value) {
    return new DoubleDouble(value, 0);
  }

  /** Returns a + b exactly (Knuth's two-sum). */
  static DoubleDouble sum(double a, double b) {
    double sum = a + b;
    double shadow = sum - a;
    return new DoubleDouble(sum, (a - (sum - shadow)) + (b - shadow));
  }

  /** Returns a · b exactly, barring underflow. */
  static DoubleDouble product(double a, double b) {
    double product = a * b;
    return new DoubleDouble(product, Math.fma(a, b, -product));
  }

  /** Returns ax + by, with fewer dependent operations than by {@link #times} and {@link #plus}. */
  static DoubleDouble combination(DoubleDouble a, DoubleDouble x, DoubleDouble b, DoubleDouble y) {
    double first = a.high * x.high;
    double second = b.high * y.high;
    DoubleDouble highs = sum(first, second);
    double rest =
        (Math.fma(a.high, x.high, -first) + Math.fma(b.high, y.high, -second))
            + ((a.high * x.low + a.low * x.high) + (b.high * y.low + b.low * y.high));
    return normal(highs.high, highs.low + rest);
  }

  DoubleDouble negated() {
    return new DoubleDouble(-high, -low);
  }

  DoubleDouble plus(DoubleDouble other) {
    DoubleDouble highs = sum(high, other.high);
    return normal(highs.high, highs.low + (low + other.low));
  }

  DoubleDouble minus(DoubleDouble other) {
    DoubleDouble highs = sum(high, -other.high);
    return normal(highs.high, highs.low + (low - other.low));
  }

  DoubleDouble times(DoubleDouble other) {
    double product = high * other.high;
    double rest = Math.fma(high, other.high, -product);
    return normal(product, rest + (high * other.low + low * other.high));
  }

  DoubleDouble times(double factor) {
    double product = high * factor;
    return normal(product, Math.fma(high, factor, -product) + low * factor);
  }

  DoubleDouble dividedBy(DoubleDouble divisor) {
    double quotient = high / divisor.high;
    double rest = Math.fma(-quotient, divisor.high, high) + Math.fma(-quotient, divisor.low, low);
    return normal(quotient, rest / divisor.high);
  }

  /** Returns the square root of a number at least 0. */
  DoubleDouble squareRoot() {
    if (high == 0) {
      return ZERO;
    }
    double root = Math.sqrt(high);
    return normal(root, (Math.fma(-root, root, high) + low) / (2 * root));
  }

  /** Returns this · 2^shift. */
  DoubleDouble shifted(int shift) {
    return new DoubleDouble(Math.scalb(high, shift), Math.scalb(low, shift));
  }

  /** Returns high + low, normalized; needs |high| ≥ |low| (Dekker's fast two-sum). */
  private static DoubleDouble normal(double high, double low) {
    double sum = high + low;
    return new DoubleDouble(sum, low - (sum - high));
  }
}
