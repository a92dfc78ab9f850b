package org.texp4j.schedule;

/**
 * The linear map of one or several declared steps on a number q that has weight decay but no
 * gradient, and on its velocity u: q ← a·q − b·u and u ← c·q + d·u.
 *
 * <p>It determines the whole conversion, since P = 1/q and κ = u/q (Li and Arora 2020; the general
 * form of Theorem 2.13). No entry is negative in the matrix of one step that can be converted.
 *
 * @param weightToWeight a
 * @param velocityToWeight b, which is subtracted
 * @param weightToVelocity c
 * @param velocityToVelocity d
 * @param exponent e: the four entries are to be multiplied by 2^e
 */
record DecayMatrix(
    DoubleDouble weightToWeight,
    DoubleDouble velocityToWeight,
    DoubleDouble weightToVelocity,
    DoubleDouble velocityToVelocity,
    long exponent) {

  /** A step that changes nothing. */
  static final DecayMatrix IDENTITY = scalar(DoubleDouble.ONE);

  /**
   * Returns the matrix of one step.
   *
   * @param decay 1 − a, the part of q that the step removes by itself
   */
  static DecayMatrix ofStep(
      DoubleDouble decay,
      DoubleDouble velocityToWeight,
      DoubleDouble weightToVelocity,
      DoubleDouble velocityToVelocity) {
    return new DecayMatrix(
        DoubleDouble.ONE.minus(decay), velocityToWeight, weightToVelocity, velocityToVelocity, 0);
  }

  /** Returns the matrix that multiplies q and u by the same factor. */
  static DecayMatrix scalar(DoubleDouble factor) {
    return new DecayMatrix(factor, DoubleDouble.ZERO, DoubleDouble.ZERO, factor, 0);
  }

  /** Returns a alone, for numbers whose velocity is 0 and stays 0. */
  DecayMatrix withoutVelocity() {
    return new DecayMatrix(
        weightToWeight, DoubleDouble.ZERO, DoubleDouble.ZERO, DoubleDouble.ZERO, exponent);
  }

  /** Returns the matrix of twice as many steps. */
  DecayMatrix squared() {
    DoubleDouble back = velocityToWeight.negated();
    DoubleDouble trace = weightToWeight.plus(velocityToVelocity);
    DecayMatrix square =
        new DecayMatrix(
            DoubleDouble.combination(weightToWeight, weightToWeight, back, weightToVelocity),
            velocityToWeight.times(trace),
            weightToVelocity.times(trace),
            DoubleDouble.combination(
                velocityToVelocity, velocityToVelocity, back, weightToVelocity),
            2 * exponent);
    return square.normalized();
  }

  /** The powers of long runs leave double's range; the exponent takes up their magnitude. */
  private DecayMatrix normalized() {
    double size = Math.max(Math.abs(weightToWeight.high()), Math.abs(velocityToVelocity.high()));
    int shift = Math.getExponent(size);
    return Math.abs(shift) < 64
        ? this
        : new DecayMatrix(
            weightToWeight.shifted(-shift),
            velocityToWeight.shifted(-shift),
            weightToVelocity.shifted(-shift),
            velocityToVelocity.shifted(-shift),
            exponent + shift);
  }
}
