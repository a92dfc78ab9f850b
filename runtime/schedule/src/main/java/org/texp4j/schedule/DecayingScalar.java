package org.texp4j.schedule;

/**
 * A number q that the declared optimizer trains with weight decay and no gradient, and its velocity
 * u; at the start q = 1 and u = 0. Then P = 1/q and κ = u/q.
 *
 * <p>q shrinks by factors very near 1 for millions of steps and leaves double's range. So both are
 * held in twice the precision of double, with an exponent of their own. Mutable, so that a step
 * need not allocate; not safe for use by several threads.
 */
final class DecayingScalar {

  /** Between these nothing is lost at the ends of double's range, and no power is taken out. */
  private static final double SMALL = 0x1p-64;

  private static final double LARGE = 0x1p64;

  private double value = 1;
  private double valueLow;
  private double velocity;
  private double velocityLow;
  private long exponent;

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

  /** Gives the number the velocity κq. */
  void setKappa(DoubleDouble kappa) {
    DoubleDouble u = kappa.times(new DoubleDouble(value, valueLow));
    velocity = u.high();
    velocityLow = u.low();
  }

  void take(DecayMatrix map) {
    DoubleDouble q = new DoubleDouble(value, valueLow);
    DoubleDouble u = new DoubleDouble(velocity, velocityLow);
    DoubleDouble nextValue = DoubleDouble.combination(map.kept(), q, map.taken().negated(), u);
    DoubleDouble nextVelocity = DoubleDouble.combination(map.given(), q, map.carried(), u);
    value = nextValue.high();
    valueLow = nextValue.low();
    velocity = nextVelocity.high();
    velocityLow = nextVelocity.low();
    exponent += map.exponent();
    if ((value < SMALL || value > LARGE) && value > 0) {
      int shift = Math.getExponent(value);
      value = Math.scalb(value, -shift);
      valueLow = Math.scalb(valueLow, -shift);
      velocity = Math.scalb(velocity, -shift);
      velocityLow = Math.scalb(velocityLow, -shift);
      exponent += shift;
    }
  }

  boolean isPositive() {
    return value > 0;
  }

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

  /** This number as a part of an earlier one. */
  double dividedBy(DecayingScalar earlier) {
    double ratio = doubleDouble().dividedBy(earlier.doubleDouble()).high();
    return exponent == earlier.exponent
        ? ratio
        : ScaledDouble.of(ratio, exponent - earlier.exponent).toDouble();
  }

  /** PP'η, where this number is q = 1/P and the other one 1/P'; rounded three times. */
  double rate(DecayingScalar next, double eta) {
    double rate = eta / (value * next.value);
    long shift = exponent + next.exponent;
    return shift == 0 ? rate : Math.scalb(rate, (int) Math.max(-4400, Math.min(4400, -shift)));
  }

  Coordinates coordinates() {
    return new Coordinates(scale(), kappa());
  }

  private DoubleDouble doubleDouble() {
    return new DoubleDouble(value, valueLow);
  }
}
