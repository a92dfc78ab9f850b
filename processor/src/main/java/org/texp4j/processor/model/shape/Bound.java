package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Hyperparameter;

/** The range of a number in a shape; some depend on the hyperparameter and its initial value. */
public enum Bound {
  /** Finite and greater than 0. */
  POSITIVE,
  /** At least 1. */
  AT_LEAST_ONE,
  /** Greater than 0 and at most 1. */
  UP_TO_ONE,
  /** A fraction less than the whole. */
  LESS_THAN_ONE,
  /** Any value that the hyperparameter may have. */
  VALUE,
  /** From 0 to the initial value. */
  UP_TO_INITIAL,
  /** From the initial value to the largest that the hyperparameter may have. */
  FROM_INITIAL;

  /** Whether a value is in the range; NaN is in none. */
  public boolean holds(double value, Hyperparameter of, double initial) {
    return switch (this) {
      case POSITIVE -> value > 0 && value <= Float.MAX_VALUE;
      case AT_LEAST_ONE -> value >= 1 && value <= Float.MAX_VALUE;
      case UP_TO_ONE -> value > 0 && value <= 1;
      case LESS_THAN_ONE -> value >= 0 && value < 1;
      case VALUE -> of.admits(value);
      case UP_TO_INITIAL -> value >= 0 && !(value > initial);
      case FROM_INITIAL -> of.admits(value) && !(value < initial);
    };
  }

  /** The range in words, after "must". */
  public String words(Hyperparameter of, double initial) {
    return switch (this) {
      case POSITIVE -> "be a finite, positive float";
      case AT_LEAST_ONE -> "be a finite float of at least 1";
      case UP_TO_ONE -> "be greater than 0 and at most 1";
      case LESS_THAN_ONE -> "be at least 0 and less than 1";
      case VALUE -> "be " + of.range() + " for a " + of.noun();
      case UP_TO_INITIAL -> "be between 0 and the " + of.noun() + ", " + Decimals.shown(initial);
      case FROM_INITIAL ->
          "be " + of.range() + " and at least the " + of.noun() + ", " + Decimals.shown(initial);
    };
  }
}
