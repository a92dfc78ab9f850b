package org.texp4j.schedule;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The declared optimizer on one number that has weight decay and no gradient, in more than 80
 * digits, written down as its own library documents it. From q = 1 and u = 0; then P = 1/q, κ =
 * u/q, α = q'/q and η̃ = η/(qq').
 *
 * <p>An oracle for the conversion that shares no formula with it, nor the arithmetic: numbers are
 * whole multiples of 2^−{@value #BITS}, times a power of two that q and u have in common.
 */
final class OneNumber {

  private static final int BITS = 400;
  private static final int CHUNK = 100;
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);

  private final Rule rule;
  private BigInteger before = ONE;
  private BigInteger number = ONE;
  private BigInteger velocity = BigInteger.ZERO;
  private double eta;

  /** The exponents of {@link #before} and {@link #number}. */
  private long exponentBefore;

  private long exponent;

  OneNumber(Rule rule) {
    this.rule = rule;
  }

  /** Takes a step with these doubles, taken exactly; false where the number does not stay > 0. */
  boolean step(double learningRate, double weightDecay, double momentum) {
    eta = learningRate;
    before = number;
    exponentBefore = exponent;
    if (rule instanceof Sgd sgd && sgd.coupling() == Coupling.IN_GRADIENT) {
      descend(sgd, times(number, weightDecay), momentum);
    } else {
      number = number.subtract(times(times(number, weightDecay), eta));
      if (rule instanceof Sgd sgd) {
        descend(sgd, BigInteger.ZERO, momentum);
      }
    }
    if (number.signum() > 0 && number.bitLength() < BITS - CHUNK) {
      number = number.shiftLeft(CHUNK);
      velocity = velocity.shiftLeft(CHUNK);
      exponent -= CHUNK;
    }
    return number.signum() > 0;
  }

  private void descend(Sgd sgd, BigInteger gradient, double gamma) {
    BigInteger dampened = gradient.subtract(times(gradient, sgd.dampening()));
    switch (sgd.velocity()) {
      case HEAVY_BALL -> {
        velocity = times(velocity, gamma).add(dampened);
        number = number.subtract(times(velocity, eta));
      }
      case NESTEROV -> {
        velocity = times(velocity, gamma).add(gradient);
        number = number.subtract(times(gradient.add(times(velocity, gamma)), eta));
      }
      case RATE_IN_VELOCITY -> {
        velocity = times(velocity, gamma).add(times(dampened, eta));
        number = number.subtract(velocity);
      }
      case NESTEROV_RATE_IN_VELOCITY -> {
        // Deeplearning4j's Nesterovs: v = μv₀ − ηg, and the weights lose μv₀ − (1 + μ)v.
        BigInteger old = velocity.negate();
        BigInteger next = times(old, gamma).subtract(times(gradient, eta));
        number = number.subtract(times(old, gamma)).add(next).add(times(next, gamma));
        velocity = next.negate();
      }
    }
  }

  boolean step(Recipe recipe, long index) {
    return step(
        recipe.learningRate().at(index),
        recipe.weightDecay().at(index),
        recipe.momentum().at(index));
  }

  /** The first step of a recipe at which the number does not stay > 0. */
  static Optional<Long> failure(Recipe recipe) {
    OneNumber oracle = new OneNumber(recipe.rule());
    for (long step = 0; step < recipe.steps(); step++) {
      if (!oracle.step(recipe, step)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** |actual/α − 1|. */
  double errorOfAlpha(double actual) {
    return ratio(times(before, actual), number, exponentBefore - exponent);
  }

  /** |actual/P − 1|. */
  double errorOfScale(ScaledDouble actual) {
    return ratio(times(number, actual.mantissa()), ONE, exponent + actual.exponent());
  }

  /** |actual/κ − 1|; |actual| where κ is 0. */
  double errorOfKappa(double actual) {
    return velocity.signum() == 0 ? actual : ratio(times(number, actual), velocity, 0);
  }

  /** |actual/η̃ − 1|; |actual| where the rate is 0. */
  double errorOfRate(ScaledDouble actual) {
    if (eta == 0) {
      return actual.mantissa();
    }
    BigInteger product = before.multiply(number).shiftRight(BITS);
    ScaledDouble rate = ScaledDouble.of(eta, 0);
    return ratio(
        times(product, actual.mantissa()),
        times(ONE, rate.mantissa()),
        exponentBefore + exponent + actual.exponent() - rate.exponent());
  }

  /** log₂ P. */
  double log2Scale() {
    int excess = number.bitLength() - 60;
    double leading = number.shiftRight(excess).doubleValue();
    return -(exponent + excess - BITS + Math.log(leading) / Math.log(2));
  }

  /** |a · 2^shift / b − 1|. */
  private static double ratio(BigInteger a, BigInteger b, long shift) {
    BigInteger shifted = shift < 0 ? a.shiftRight((int) -shift) : a.shiftLeft((int) shift);
    return shifted.subtract(b).abs().doubleValue() / b.doubleValue();
  }

  /** x · factor, rounded down to a whole multiple of the unit. */
  private static BigInteger times(BigInteger x, double factor) {
    if (factor == 0) {
      return BigInteger.ZERO;
    }
    int shift =
        Math.getExponent(factor) < Double.MIN_EXPONENT ? 1074 : 52 - Math.getExponent(factor);
    BigInteger product = x.multiply(BigInteger.valueOf((long) Math.scalb(factor, shift)));
    return shift < 0 ? product.shiftLeft(-shift) : product.shiftRight(shift);
  }
}
