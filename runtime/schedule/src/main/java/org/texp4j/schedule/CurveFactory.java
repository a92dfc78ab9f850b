package org.texp4j.schedule;

/**
 * Makes a curve once the lengths of a run are known: what a declaration names for a shape of its
 * own.
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
   * @param steps the length in steps over which the shape runs, at least 1: the run, less a warm-up
   *     in front
   * @param stepsPerEpoch the number of steps in an epoch, at least 1
   */
  Curve curve(double initial, long steps, long stepsPerEpoch);
}
