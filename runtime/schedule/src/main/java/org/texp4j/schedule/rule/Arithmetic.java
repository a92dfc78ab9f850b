package org.texp4j.schedule.rule;

/**
 * Arithmetic on numbers of some precision.
 *
 * @param <T> the type of numbers
 */
public interface Arithmetic<T> {

  /** The arithmetic of double. */
  Arithmetic<Double> DOUBLE =
      new Arithmetic<>() {
        @Override
        public Double of(double value) {
          return value;
        }

        @Override
        public Double plus(Double a, Double b) {
          return a + b;
        }

        @Override
        public Double times(Double a, Double b) {
          return a * b;
        }

        @Override
        public Double dividedBy(Double a, Double b) {
          return a / b;
        }
      };

  /** Returns a double as a number. */
  T of(double value);

  /** Returns a + b. */
  T plus(T a, T b);

  /** Returns a · b. */
  T times(T a, T b);

  /** Returns a/b. */
  T dividedBy(T a, T b);

  /** Returns −a. */
  default T negative(T a) {
    return times(a, of(-1));
  }
}
