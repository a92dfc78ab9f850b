package org.texp4j.schedule;

/**
 * What a declared optimizer does in one step, or in several, to a number q that has weight decay
 * and no gradient, and to its velocity u: q ← kept·q − taken·u and u ← given·q + carried·u.
 *
 * <p>The whole conversion is in this map: P = 1/q and κ = u/q (Li and Arora 2020; the general form
 * of Theorem 2.13). No entry is negative in the map of one step that can be converted.
 *
 * @param exponent the power of two by which all four entries are to be multiplied
 */
record DecayMatrix(
    DoubleDouble kept,
    DoubleDouble taken,
    DoubleDouble given,
    DoubleDouble carried,
    long exponent) {

  static final DecayMatrix IDENTITY =
      new DecayMatrix(DoubleDouble.ONE, DoubleDouble.ZERO, DoubleDouble.ZERO, DoubleDouble.ONE, 0);

  /** The map of one step, from the part of q that it takes away by itself. */
  static DecayMatrix of(
      DoubleDouble decay, DoubleDouble taken, DoubleDouble given, DoubleDouble carried) {
    return new DecayMatrix(DoubleDouble.ONE.minus(decay), taken, given, carried, 0);
  }

  /** The map that multiplies q and u by one factor. */
  static DecayMatrix multiplication(DoubleDouble factor) {
    return new DecayMatrix(factor, DoubleDouble.ZERO, DoubleDouble.ZERO, factor, 0);
  }

  /** This map without velocity, for numbers that have none and are given none. */
  DecayMatrix withoutVelocity() {
    return new DecayMatrix(kept, DoubleDouble.ZERO, DoubleDouble.ZERO, DoubleDouble.ZERO, exponent);
  }

  /** This map, taken twice. */
  DecayMatrix squared() {
    DoubleDouble back = taken.negated();
    DoubleDouble trace = kept.plus(carried);
    DecayMatrix square =
        new DecayMatrix(
            DoubleDouble.combination(kept, kept, back, given),
            taken.times(trace),
            given.times(trace),
            DoubleDouble.combination(carried, carried, back, given),
            2 * exponent);
    return square.normal();
  }

  /** The powers of long runs leave double's range; the exponent of their trace takes that up. */
  private DecayMatrix normal() {
    int shift = Math.getExponent(Math.max(Math.abs(kept.high()), Math.abs(carried.high())));
    return Math.abs(shift) < 64
        ? this
        : new DecayMatrix(
            kept.shifted(-shift),
            taken.shifted(-shift),
            given.shifted(-shift),
            carried.shifted(-shift),
            exponent + shift);
  }
}
