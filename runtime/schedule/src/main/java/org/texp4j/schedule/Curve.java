package org.texp4j.schedule;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A hyperparameter as a function of the step: a learning rate, a weight decay or a momentum.
 *
 * <p>Curves are immutable values, safe for use by several threads, and pure: the value at a step
 * depends on the step alone. Steps count from 0.
 */
public sealed interface Curve
    permits Constant, PiecewiseConstant, StepDecay, CosineDecay, LinearWarmup {

  /**
   * Returns the value at a step.
   *
   * @param step the step, at least 0; past the end of the run a curve keeps its last value
   */
  double at(long step);

  /**
   * Returns the steps at which the curve changes its formula, rising, none of them 0. Between them
   * it is smooth, and constant where {@link #isConstantFrom} says so.
   */
  List<Long> breaks();

  /** Whether the curve is constant from this step to its next break, or to the end. */
  boolean isConstantFrom(long step);

  /**
   * A curve that always has the same value.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  static Curve constant(double value) {
    return new Constant(value);
  }

  /**
   * A curve with one value up to the first boundary and another from each boundary on.
   *
   * @param values one more than there are boundaries
   * @param boundaries the first step of each value but the first, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise, their number does not fit that
   *     of the values, or a value is not finite
   */
  static Curve piecewiseConstant(List<Double> values, long... boundaries) {
    return new PiecewiseConstant(values, LongStream.of(boundaries).boxed().toList());
  }

  /**
   * A curve that is multiplied by a factor at each boundary: initial · factor^(number of boundaries
   * ≤ step).
   *
   * @param boundaries the boundaries in steps, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise or a number is not finite
   */
  static Curve stepDecay(double initial, double factor, long... boundaries) {
    return new StepDecay(initial, factor, LongStream.of(boundaries).boxed().toList());
  }

  /**
   * Half a cosine from one value to another: minimum + (initial − minimum)(1 + cos(π step /
   * steps))/2; Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts.
   *
   * @param steps the length of the curve, at least 1; from there on its value is the minimum
   * @throws IllegalArgumentException if {@code steps} is less than 1 or a number is not finite
   */
  static Curve cosineDecay(double initial, double minimum, long steps) {
    return new CosineDecay(initial, minimum, steps);
  }

  /**
   * A curve that rises linearly to the first value of another curve and then follows it: for step
   * &lt; steps, first · (from + (1 − from) step / steps); afterwards the main curve from its own
   * step 0.
   *
   * @param from the fraction of the first value at step 0, from 0 to 1
   * @param steps the length of the warm-up, at least 1
   * @throws IllegalArgumentException if {@code from} or {@code steps} leaves its range
   */
  static Curve linearWarmup(double from, long steps, Curve main) {
    return new LinearWarmup(from, steps, main);
  }
}
