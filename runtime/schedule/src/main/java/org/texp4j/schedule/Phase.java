package org.texp4j.schedule;

/**
 * Consecutive steps of a plan in which no declared curve changes its formula.
 *
 * @param first the first step
 * @param last the last step; equal to the first in a phase of one step
 * @param constant whether rate, decay and momentum are constant in the phase
 */
public record Phase(Step first, Step last, boolean constant) {

  /** The number of steps. */
  public long length() {
    return last.index() - first.index() + 1;
  }

  /**
   * The factor by which the scale squared, P², grows per step: at the last step of a constant
   * phase, and the geometric mean over any other.
   *
   * <p>Once the recursion has settled in a constant phase, the converted rate grows by the same
   * factor if its {@linkplain Rule#rateDegree degree} is 2.
   */
  public double growth() {
    return Math.pow(2, log2Growth());
  }

  /**
   * {@link #growth} to the power of {@code steps}.
   *
   * @param steps the number of steps, of an epoch for example
   */
  public double growthOver(long steps) {
    return Math.pow(2, log2Growth() * steps);
  }

  private double log2Growth() {
    double log2Scales =
        constant
            ? -Math.log(last.alpha()) / Math.log(2)
            : (last.after().scale().log2() - first.before().scale().log2()) / length();
    return 2 * log2Scales;
  }
}
