package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Hyperparameter;

/** The range of a number in a shape; some depend on what has the shape and on its initial value. */
public enum Bound {
  /** Finite and greater than 0. */
  POSITIVE("be greater than 0 and a finite float") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return value > 0 && value <= Float.MAX_VALUE;
    }
  },
  /** At least 1. */
  AT_LEAST_ONE("be at least 1 and a finite float") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return value >= 1 && value <= Float.MAX_VALUE;
    }
  },
  /** Greater than 0 and at most 1. */
  UP_TO_ONE("be greater than 0 and at most 1") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return value > 0 && value <= 1;
    }
  },
  /** A fraction less than the whole. */
  LESS_THAN_ONE("be at least 0 and less than 1") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return value >= 0 && value < 1;
    }
  },
  /** Whatever the hyperparameter may be. */
  VALUE("be") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return of.admits(value);
    }

    @Override
    public String words(Hyperparameter of, double initial) {
      return "be " + of.range() + ", as a " + of.noun();
    }
  },
  /** From 0 to the initial value. */
  UP_TO_INITIAL("lie between 0 and") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return value >= 0 && !(value > initial);
    }

    @Override
    public String words(Hyperparameter of, double initial) {
      return "lie between 0 and the " + of.noun() + ", " + Figures.shown(initial);
    }
  },
  /** From the initial value to the largest that the hyperparameter may be. */
  FROM_INITIAL("be at least") {
    @Override
    boolean admits(double value, Hyperparameter of, double initial) {
      return of.admits(value) && !(value < initial);
    }

    @Override
    public String words(Hyperparameter of, double initial) {
      return "be at least the " + of.noun() + ", " + Figures.shown(initial) + ", and " + of.range();
    }
  };

  private final String words;

  Bound(String words) {
    this.words = words;
  }

  /** Whether a value lies in the range; NaN lies in none. */
  public boolean holds(double value, Hyperparameter of, double initial) {
    return admits(value, of, initial);
  }

  abstract boolean admits(double value, Hyperparameter of, double initial);

  /** The range in words, after "must". */
  public String words(Hyperparameter of, double initial) {
    return words;
  }
}
