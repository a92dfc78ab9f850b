package org.texp4j.examples;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A source of independent values of the standard normal distribution, by the polar method of
 * Marsaglia and Bray (1964).
 *
 * <p>A seed gives the same values on every JDK, which {@link RandomGenerator#nextGaussian} does not
 * promise: JDK 17 and 25 draw differently. Not safe for use by several threads.
 */
final class StandardNormal {

  private final RandomGenerator uniform;

  /** The second value of a pair whose first was returned last; NaN if there is none. */
  private double second = Double.NaN;

  StandardNormal(long seed) {
    // Of the LXM family, whose algorithms the package java.util.random specifies.
    uniform = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Returns the next value. */
  double next() {
    if (!Double.isNaN(second)) {
      double value = second;
      second = Double.NaN;
      return value;
    }
    double x;
    double y;
    double squaredRadius;
    do {
      x = 2 * uniform.nextDouble() - 1;
      y = 2 * uniform.nextDouble() - 1;
      squaredRadius = x * x + y * y;
    } while (squaredRadius >= 1 || squaredRadius == 0);
    // Math.log may differ in the last bit between processors and JDKs, StrictMath.log does not.
    double factor = Math.sqrt(-2 * StrictMath.log(squaredRadius) / squaredRadius);
    second = y * factor;
    return x * factor;
  }
}
