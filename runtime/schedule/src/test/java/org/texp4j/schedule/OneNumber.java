package org.texp4j.schedule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * The declared optimizer on one number that has weight decay and no gradient, in 60 digits, written
 * down as its own library documents it. From q = 1 and u = 0; then P = 1/q, κ = u/q, α = q'/q and η̃
 * = η/(qq').
 *
 * <p>An oracle for the conversion that shares no formula with it.
 */
final class OneNumber {

  static final MathContext DIGITS = new MathContext(60);

  private final Rule rule;
  private BigDecimal before = BigDecimal.ONE;
  private BigDecimal number = BigDecimal.ONE;
  private BigDecimal velocity = BigDecimal.ZERO;
  private BigDecimal eta;

  OneNumber(Rule rule) {
    this.rule = rule;
  }

  /** Takes a step with these doubles, taken exactly; false where the number does not stay > 0. */
  boolean step(double learningRate, double weightDecay, double momentum) {
    eta = new BigDecimal(learningRate);
    BigDecimal lambda = new BigDecimal(weightDecay);
    BigDecimal gamma = new BigDecimal(momentum);
    before = number;
    if (rule instanceof Sgd sgd && sgd.coupling() == Coupling.IN_GRADIENT) {
      descend(sgd, lambda.multiply(number, DIGITS), gamma);
    } else {
      number = number.subtract(eta.multiply(lambda).multiply(number), DIGITS);
      if (rule instanceof Sgd sgd) {
        descend(sgd, BigDecimal.ZERO, gamma);
      }
    }
    return number.signum() > 0;
  }

  private void descend(Sgd sgd, BigDecimal gradient, BigDecimal gamma) {
    BigDecimal dampened =
        gradient.multiply(BigDecimal.ONE.subtract(new BigDecimal(sgd.dampening())), DIGITS);
    switch (sgd.velocity()) {
      case HEAVY_BALL -> {
        velocity = gamma.multiply(velocity).add(dampened, DIGITS);
        number = number.subtract(eta.multiply(velocity), DIGITS);
      }
      case NESTEROV -> {
        velocity = gamma.multiply(velocity).add(gradient, DIGITS);
        BigDecimal ahead = gradient.add(gamma.multiply(velocity), DIGITS);
        number = number.subtract(eta.multiply(ahead), DIGITS);
      }
      case RATE_IN_VELOCITY -> {
        velocity = gamma.multiply(velocity).add(eta.multiply(dampened), DIGITS);
        number = number.subtract(velocity, DIGITS);
      }
      case NESTEROV_RATE_IN_VELOCITY -> {
        // Deeplearning4j's Nesterovs: v = μv₀ − ηg; the weights lose μv₀ − (1 + μ)v.
        BigDecimal old = velocity.negate();
        BigDecimal next = gamma.multiply(old).subtract(eta.multiply(gradient), DIGITS);
        BigDecimal loss =
            gamma.multiply(old).subtract(BigDecimal.ONE.add(gamma).multiply(next), DIGITS);
        number = number.subtract(loss, DIGITS);
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

  BigDecimal alpha() {
    return number.divide(before, DIGITS);
  }

  BigDecimal scale() {
    return BigDecimal.ONE.divide(number, DIGITS);
  }

  BigDecimal kappa() {
    return velocity.divide(number, DIGITS);
  }

  BigDecimal rate() {
    return eta.divide(before.multiply(number), DIGITS);
  }

  /** |actual/exact − 1|, or |actual| where the exact value is 0. */
  static double relativeError(ScaledDouble actual, BigDecimal exact) {
    BigDecimal value =
        new BigDecimal(actual.mantissa())
            .multiply(new BigDecimal(2).pow((int) actual.exponent(), DIGITS), DIGITS);
    BigDecimal difference = value.subtract(exact, DIGITS).abs();
    return exact.signum() == 0
        ? difference.doubleValue()
        : difference.divide(exact, DIGITS).doubleValue();
  }

  static double relativeError(double actual, BigDecimal exact) {
    return relativeError(ScaledDouble.of(actual, 0), exact);
  }

  /** The base-2 logarithm of a number far outside double's range. */
  static double log2(BigDecimal value) {
    int exponent = (int) ((value.precision() - value.scale()) * Math.log(10) / Math.log(2));
    BigDecimal mantissa = value.divide(new BigDecimal(2).pow(exponent, DIGITS), DIGITS);
    return exponent + Math.log(mantissa.doubleValue()) / Math.log(2);
  }
}
