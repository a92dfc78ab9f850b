package org.texp4j.schedule.rule;

/**
 * A constant that an equivalent of another scale multiplies by a power of the scale, because it is
 * added to, or compared with, something that has a degree. Immutable.
 *
 * @param constant the constant as it is written in the rule
 * @param power the power, which is not 0
 */
public record Carried(String constant, Rational power) {
  @Override
  public String toString() {
    return constant + " " + power;
  }
}
