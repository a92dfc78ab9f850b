package org.texp4j.schedule;

import java.util.stream.IntStream;
import org.texp4j.schedule.rule.DecayStep;

/**
 * A number q that the declared optimizer updates with weight decay but without a gradient, and its
 * velocity u, or each of its velocities. They start at q = 1 and u = 0; then P = 1/q and κ = u/q.
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
  private final double[] velocity;
  private final double[] velocityLow;
  private long exponent;

  /** Creates the number 1 with {@code velocities} velocities of 0, at least one. */
  DecayingScalar(int velocities) {
    velocity = new double[velocities];
    velocityLow = new double[velocities];
  }

  /** Makes this equal to another of as many velocities. */
  void set(DecayingScalar other) {
    value = other.value;
    valueLow = other.valueLow;
    System.arraycopy(other.velocity, 0, velocity, 0, velocity.length);
    System.arraycopy(other.velocityLow, 0, velocityLow, 0, velocity.length);
    exponent = other.exponent;
  }

  DecayingScalar copy() {
    DecayingScalar copy = new DecayingScalar(velocity.length);
    copy.set(this);
    return copy;
  }

  /** Sets u to κq. */
  void setKappa(DoubleDouble kappa) {
    DoubleDouble u = kappa.times(new DoubleDouble(value, valueLow));
    velocity[0] = u.high();
    velocityLow[0] = u.low();
  }

  /** Applies a step to several velocities. */
  void apply(DecayStep<DoubleDouble> step) {
    DoubleDouble q = doubleDouble();
    DoubleDouble next = DoubleDouble.ONE.minus(step.lost()).times(q);
    DoubleDouble[] velocities = new DoubleDouble[velocity.length];
    for (int i = 0; i < velocities.length; i++) {
      next = next.minus(step.toWeight().get(i).times(velocity(i)));
      velocities[i] = step.fromWeight().get(i).times(q);
      for (int k = 0; k < velocities.length; k++) {
        velocities[i] = velocities[i].plus(step.between().get(i).get(k).times(velocity(k)));
      }
    }
    value = next.high();
    valueLow = next.low();
    for (int i = 0; i < velocities.length; i++) {
      velocity[i] = velocities[i].high();
      velocityLow[i] = velocities[i].low();
    }
    normalize();
  }

  private DoubleDouble velocity(int index) {
    return new DoubleDouble(velocity[index], velocityLow[index]);
  }

  /** Applies the matrix of one or several steps to q and its only velocity. */
  void apply(DecayMatrix matrix) {
    DoubleDouble q = new DoubleDouble(value, valueLow);
    DoubleDouble u = velocity(0);
    DoubleDouble nextValue =
        DoubleDouble.combination(
            matrix.weightToWeight(), q, matrix.velocityToWeight().negated(), u);
    DoubleDouble nextVelocity =
        DoubleDouble.combination(matrix.weightToVelocity(), q, matrix.velocityToVelocity(), u);
    value = nextValue.high();
    valueLow = nextValue.low();
    velocity[0] = nextVelocity.high();
    velocityLow[0] = nextVelocity.low();
    exponent += matrix.exponent();
    normalize();
  }

  private void normalize() {
    if ((value < SMALL || value > LARGE) && value > 0) {
      int shift = Math.getExponent(value);
      value = Math.scalb(value, -shift);
      valueLow = Math.scalb(valueLow, -shift);
      for (int i = 0; i < velocity.length; i++) {
        velocity[i] = Math.scalb(velocity[i], -shift);
        velocityLow[i] = Math.scalb(velocityLow[i], -shift);
      }
      exponent += shift;
    }
  }

  /** Whether q &gt; 0. */
  boolean isPositive() {
    return value > 0;
  }

  /** Whether u is not 0. */
  boolean hasVelocity() {
    return velocity[0] != 0;
  }

  /** P = 1/q. */
  ScaledDouble scale() {
    return ScaledDouble.of(DoubleDouble.ONE.dividedBy(doubleDouble()).high(), -exponent);
  }

  private double kappa(int index) {
    return velocity(index).dividedBy(doubleDouble()).high();
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
    return new Coordinates(
        scale(), IntStream.range(0, velocity.length).mapToObj(this::kappa).toList());
  }

  private DoubleDouble doubleDouble() {
    return new DoubleDouble(value, valueLow);
  }
}
