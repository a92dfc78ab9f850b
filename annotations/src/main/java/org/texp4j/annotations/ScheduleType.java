package org.texp4j.annotations;

/**
 * The form in which a declared recipe is run.
 *
 * <p>All forms but {@link #WEIGHT_DECAY} train without weight decay at an exponentially growing
 * rate; Li and Arora, "An Exponential Learning Rate Schedule for Deep Learning", ICLR 2020.
 */
public enum ScheduleType {
  /** The recipe as declared, with weight decay. The baseline. */
  WEIGHT_DECAY,
  /** Theorems 2.1 and 2.9: constant rate, weight decay and momentum; exact from the first step. */
  EXPONENTIAL,
  /**
   * Theorem 2.12: hyperparameters that are constant within phases, with momentum corrections at the
   * start and at every phase; exact.
   */
  TEXP,
  /** Theorem 2.13: any schedule, exact at every step, no correction needed. */
  TEXP_PLUS_PLUS,
  /**
   * {@link #TEXP} without the instant drops of the rate (Li and Arora 2020, Section 4): equivalent
   * not to the declared recipe but to one with constant rate η₀ and decay λη/η₀.
   */
  TEXP_MINUS_MINUS
}
