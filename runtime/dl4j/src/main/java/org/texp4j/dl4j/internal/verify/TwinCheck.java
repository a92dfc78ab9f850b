package org.texp4j.dl4j.internal.verify;

/**
 * What was found at one checked step.
 *
 * @param step the number of steps taken
 * @param deviation how far the exponential run is from the declared run
 * @param resynchronized how far one exponential step from the declared run's own state, mapped,
 *     ends from the declared step: rounding alone
 * @param perturbed how far a second declared run, started one unit in the last place away, has come
 *     from the first: what rounding does to this recipe
 * @param bound the bound on the deviation; infinite from where rounding alone parts declared runs
 */
public record TwinCheck(
    long step, Deviation deviation, Deviation resynchronized, double perturbed, double bound) {

  /** Whether both deviations are within their bounds. */
  public boolean isPassed() {
    return deviation.worst() <= bound && resynchronized.worst() <= Twins.STRICT_BOUND;
  }
}
