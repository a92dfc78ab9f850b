package org.texp4j.schedule;

/**
 * A number q that the declared optimizer updates with weight decay but without a gradient, and its
 * velocity u. They start at q = 1 and u = 0; then P = 1/q and κ = u/q.
 *
 * <p>Over millions of steps q shrinks by factors close to 1 and leaves double's range. So both are
 * held in twice the precision of double, with an exponent of their own. Mutable, so that a step
 * need not allocate; not safe for use by several threads.
 */
final class DecayingScalar {

  /** Between these bounds the exponent stays as it is; double's range ends far beyond them. */
  private static final double SMALL = 0x1p-64;

  private static final double LARGE = 0x1p64;

  private double value = 1;
  private double valueLow;
  private double velocity;
  private double velocityLow;
  private long exponent;

  /** Makes this equal to another. */
  void set(DecayingScalar other) {
    value = other.value;
    valueLow = other.valueLow;
    velocity = other.velocity;
    velocityLow = other.velocityLow;
    exponent = other.exponent;
  }

  DecayingScalar copy() {
    DecayingScalar copy = new DecayingScalar();
    copy.set(this);
    return copy;
  }

  /** Sets u to κq. */
  void setKappa(DoubleDouble kappa) {
    DoubleDouble u = kappa.times(new DoubleDouble(value, valueLow));
    velocity = u.high();
    velocityLow = u.low();
  }

  /** Applies the matrix of one or several steps. */
  void apply(DecayMatrix matrix) {
    DoubleDouble q = new DoubleDouble(value, valueLow);
    DoubleDouble u = new DoubleDouble(velocity, velocityLow);
    DoubleDouble nextValue =
        DoubleDouble.combination(
            matrix.weightToWeight(), q, matrix.velocityToWeight().negated(), u);
    DoubleDouble nextVelocity =
        DoubleDouble.combination(matrix.weightToVelocity(), q, matrix.velocityToVelocity(), u);
    value = nextValue.high();
    valueLow = nextValue.low();
    velocity = nextVelocity.high();
    velocityLow = nextVelocity.low();
    exponent += matrix.exponent();
    if ((value < SMALL || value > LARGE) && value > 0) {
      int shift = Math.getExponent(value);
      value = Math.scalb(value, -shift);
      valueLow = Math.scalb(valueLow, -shift);
      velocity = Math.scalb(velocity, -shift);
      velocityLow = Math.scalb(velocityLow, -shift);
      exponent += shift;
    }
  }

  /** Whether q &gt; 0. */
  boolean isPositive() {
    return value > 0;
  }

  /** Whether u is not 0. */
  boolean hasVelocity() {
    return velocity != 0;
  }

  /** P = 1/q. */
  ScaledDouble scale() {
    return ScaledDouble.of(DoubleDouble.ONE.dividedBy(doubleDouble()).high(), -exponent);
  }

  /** κ = u/q. */
  double kappa() {
    return new DoubleDouble(velocity, velocityLow).dividedBy(doubleDouble()).high();
  }

  /** Returns q divided by an earlier q. */
  double dividedBy(DecayingScalar earlier) {
    double ratio = doubleDouble().dividedBy(earlier.doubleDouble()).high();
    return exponent == earlier.exponent
        ? ratio
        : ScaledDouble.of(ratio, exponent - earlier.exponent).toDouble();
  }

  /** Returns PP'η, where this q is 1/P and the next one 1/P'; rounded three times. */
  double rate(DecayingScalar next, double eta) {
    double rate = eta / (value * next.value);
    long shift = exponent + next.exponent;
    return shift == 0 ? rate : Math.scalb(rate, (int) Math.max(-4400, Math.min(4400, -shift)));
  }

  /** P and κ. */
  Coordinates coordinates() {
    return new Coordinates(scale(), kappa());
  }

  private DoubleDouble doubleDouble() {
    return new DoubleDouble(value, valueLow);
  }
}
