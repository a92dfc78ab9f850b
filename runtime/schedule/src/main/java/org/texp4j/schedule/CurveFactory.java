package org.texp4j.schedule;

/**
 * A factory of curves, which a declaration names for a shape of its own; it makes the curve once
 * the lengths of the run are known.
 *
 * <p>An implementation needs a constructor without arguments and must be pure: equal arguments give
 * curves of equal values, in the compiler as in the run.
 */
@FunctionalInterface
public interface CurveFactory {

  /**
   * Returns the curve.
   *
   * @param initial the declared value: the learning rate, weight decay or momentum that takes the
   *     shape
   * @param steps the length of the shape in steps, at least 1: the run without a warm-up in front
   *     of it
   * @param stepsPerEpoch the number of steps in an epoch, at least 1
   */
  Curve curve(double initial, long steps, long stepsPerEpoch);
}
