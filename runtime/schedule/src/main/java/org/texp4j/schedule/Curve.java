package org.texp4j.schedule;

import java.util.List;

/**
 * A hyperparameter as a function of the step: a learning rate, a weight decay or a momentum.
 *
 * <p>Curves are immutable values, safe for use by several threads, and pure: the value at a step
 * depends on the step alone. Steps count from 0.
 *
 * <p>A lambda is a curve: {@code step -> 0.1 / (1 + step)}. Nothing is known of it but its values,
 * so a plan asks for every one of them; a curve that also tells its {@link #nextBreak}, {@link
 * #isConstantFrom} and {@link #range}, as all curves made here do, is converted without a walk
 * wherever it is constant.
 */
@FunctionalInterface
public interface Curve {

  /**
   * Returns the value at a step.
   *
   * @param step the step, at least 0; past its end a curve keeps its last value unless it says
   *     otherwise
   */
  double at(long step);

  /**
   * Returns the first step after a step at which the curve changes its formula, or {@link
   * Long#MAX_VALUE} if it keeps it for ever.
   *
   * @param step the step, at least 0
   */
  default long nextBreak(long step) {
    return Long.MAX_VALUE;
  }

  /**
   * Whether the curve has the same value, bit for bit, at every step from this one to before its
   * {@link #nextBreak}. A curve may be constant without saying so.
   *
   * @param step the step, at least 0
   */
  default boolean isConstantFrom(long step) {
    return false;
  }

  /** Returns a range that holds the values at all steps. */
  default Range range() {
    return Range.UNKNOWN;
  }

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
    return new PiecewiseConstant(values, Boundaries.of(boundaries));
  }

  /**
   * A curve that is multiplied by a factor at each boundary: initial · factor^(number of boundaries
   * ≤ step).
   *
   * @param boundaries the boundaries in steps, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise or a number is not finite
   */
  static Curve stepDecay(double initial, double factor, long... boundaries) {
    return new StepDecay(initial, factor, Boundaries.of(boundaries));
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
