package org.texp4j.schedule;

import org.texp4j.schedule.rule.Rational;
import org.texp4j.schedule.rule.StepValues;

/**
 * Powers of the scale of a tensor in a step.
 *
 * @param before c
 * @param after c'
 * @param alpha c/c'
 */
record StepScales(ScaledDouble before, ScaledDouble after, double alpha)
    implements StepValues.Scales {

  @Override
  public double power(Rational beforePower, Rational afterPower) {
    int signs = beforePower.signum() * afterPower.signum();
    if (signs >= 0) {
      return before.power(beforePower).times(after.power(afterPower)).toDouble();
    }
    // c^b c'^a = c'^(a + b) (c/c')^b: the ratio is known to all digits.
    Rational rest = beforePower.plus(afterPower);
    return after.power(rest).toDouble() * ratio(beforePower);
  }

  private double ratio(Rational power) {
    if (!power.isInteger()) {
      return Math.pow(alpha, power.doubleValue());
    }
    double product = 1;
    for (int i = Math.abs(power.intValue()); i > 0; i--) {
      product *= alpha;
    }
    return power.signum() < 0 ? 1 / product : product;
  }
}
