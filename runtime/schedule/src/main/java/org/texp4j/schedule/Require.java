package org.texp4j.schedule;

/** Checks of arguments, whose messages name the argument. */
final class Require {

  private Require() {}

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but is " + value);
    }
  }

  static void learningRate(double value) {
    atLeastZero("learning rate", value);
  }

  static void weightDecay(double value) {
    atLeastZero("weight decay", value);
  }

  static void momentum(double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "momentum must be at least 0 and less than 1, but is " + value);
    }
  }

  static void atLeastZero(String name, double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(name + " must be finite and at least 0, but is " + value);
    }
  }

  static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(name + " must be finite and above 0, but is " + value);
    }
  }

  static void decay(double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException("decay must be above 0 and at most 1, but is " + value);
    }
  }
}
