package org.texp4j.dl4j.internal.state;

import org.texp4j.schedule.ScaledDouble;

/**
 * When an exponential run is rescaled by a power of two.
 *
 * <p>Multiplying weights by 2^−k, velocities by 2^k, the rate by 2^−2k and ε by 2^−2k (with AdamW
 * moments by 2^k and 2^2k, its rate by 2^−k and its own ε by 2^k) gives the same run. Every
 * operation in IEEE arithmetic commutes with this, barring overflow, underflow and subnormals: the
 * mantissas stay bit-identical.
 *
 * @param degree the highest power of the scale by which anything is multiplied, at least 1
 * @param alignment the number of whose multiples a shift is, since fractional powers of the scale
 *     are exact for these only
 */
record Rescaling(int degree, int alignment) {

  /**
   * The exponent of the scale of normalized inputs at which weights return to scale 1. A
   * normalization sees the square of the scale, 2^32, and gradients its inverse: both far from the
   * ends of float's range, 2^±126, yet so high that weights are rescaled only once in many hundred
   * steps.
   */
  private static final int LIMIT = 16;

  /** Below this power of two of the scale, squares and products would leave float's range. */
  private static final int SMALLEST_EXPONENT = 60;

  /**
   * Returns the rescaling of a network. An alignment beyond the limit would leave the range of
   * float; fractional powers then change their rounding at a rescaling.
   */
  static Rescaling of(int degree, int alignment) {
    return new Rescaling(degree, alignment <= LIMIT / degree ? alignment : 1);
  }

  /** Returns the shift at which a state of a given scale is held; 0 below the limit. */
  long shiftFor(ScaledDouble scale) {
    return nextShift(scale, 0);
  }

  /** Returns the shift to which a state of a given scale moves from its current shift. */
  long nextShift(ScaledDouble scale, long shift) {
    return scale.exponent() - shift >= limit()
        ? Math.floorDiv(scale.exponent(), (long) alignment) * alignment
        : shift;
  }

  /** Whether a state of a given scale may be held at a shift. */
  boolean isHeld(ScaledDouble scale, long shift) {
    long exponent = scale.exponent() - shift;
    return (shift == 0 || shift > limit() - alignment)
        && shift % alignment == 0
        && exponent < limit()
        && exponent > -SMALLEST_EXPONENT;
  }

  private int limit() {
    return Math.max(alignment, LIMIT / degree);
  }
}
