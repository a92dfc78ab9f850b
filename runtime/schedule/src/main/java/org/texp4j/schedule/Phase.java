package org.texp4j.schedule;

/**
 * A stretch of a plan on which every declared curve keeps one formula.
 *
 * @param first its first step
 * @param last its last step; the first where the phase has one step
 * @param constant whether rate, decay and momentum are constant on it
 */
public record Phase(Step first, Step last, boolean constant) {

  /** The number of steps. */
  public long length() {
    return last.index() - first.index() + 1;
  }

  /**
   * The factor by which the scale squared, P², grows a step; in a constant phase also the factor by
   * which the converted rate grows once the recursion has settled.
   *
   * <p>Taken at the last step of a constant phase, and as the geometric mean of any other.
   */
  public double growth() {
    return Math.pow(2, log2Growth());
  }

  /** The growth over an epoch of so many steps: {@link #growth} to the power of {@code steps}. */
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
