package org.texp4j.dl4j.internal.state;

import org.texp4j.schedule.ScaledDouble;

/**
 * When an exponential run is brought back to a smaller scale.
 *
 * <p>Multiplying weights by 2^−k, velocities by 2^k, the rate by 2^−2k and ε by 2^−2k — with AdamW
 * moments by 2^k and 2^2k, its rate by 2^−k and its own ε by 2^k — leaves the same run, and every
 * operation in IEEE arithmetic commutes with it: the mantissas stay bit-identical.
 */
final class Rescaling {

  /**
   * The scale of what is normalized, as a power of two, at which weights are brought back to scale
   * 1. A normalization sees its square, 2^32, and gradients its inverse: both far from the ends of
   * float's range, 2^±126, and low enough for the weights to be rescaled only once in many hundred
   * steps.
   */
  private static final int LIMIT = 16;

  private Rescaling() {}

  /**
   * Returns the shift at which a state of that scale is held; 0 below the limit.
   *
   * @param degree the highest power of the scale that anything normalized has
   */
  static long shiftFor(ScaledDouble scale, int degree) {
    return scale.exponent() >= limit(degree) ? scale.exponent() : 0;
  }

  /** Returns the shift that a state of that scale, now held at a shift, moves to. */
  static long nextShift(ScaledDouble scale, long shift, int degree) {
    return scale.exponent() - shift >= limit(degree) ? scale.exponent() : shift;
  }

  private static int limit(int degree) {
    return Math.max(1, LIMIT / degree);
  }
}
