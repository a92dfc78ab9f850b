package org.texp4j.dl4j.internal.verify;

/**
 * The result of the check at one step.
 *
 * @param step the number of steps taken
 * @param deviation the deviation of the exponential run from the declared run
 * @param resynchronized the deviation of one exponential step, from the mapped state of the
 *     declared run, from the declared step: rounding alone
 * @param perturbed the deviation of a second declared run, started one unit in the last place away,
 *     from the first: the effect of rounding on this recipe
 * @param bound the bound on the deviation; infinite once rounding alone drives declared runs apart
 */
public record TwinCheck(
    long step, Deviation deviation, Deviation resynchronized, double perturbed, double bound) {

  /** Whether both deviations are within their bounds. */
  public boolean isPassed() {
    return deviation.worst() <= bound && resynchronized.worst() <= Twins.STRICT_BOUND;
  }
}
