package org.texp4j.schedule;

/**
 * How a declared recipe is run.
 *
 * <p>Source of the theorems: Z. Li and S. Arora, "An Exponential Learning Rate Schedule for Deep
 * Learning", ICLR 2020.
 */
public enum RecipeForm {
  /** As declared, with weight decay: P = 1 and κ = 0 at every step. */
  WEIGHT_DECAY,
  /**
   * Theorems 2.1 and 2.9: for constant rate, decay and momentum. The recursion starts on its fixed
   * point κ*, so the rate grows by the same factor at every step from the first, and the initial
   * velocity is v₀ − κ* θ₀.
   */
  EXPONENTIAL,
  /**
   * Theorem 2.12: for phases of constant rate, decay and momentum. The recursion is put on the
   * fixed point of each phase, so the rate grows by one factor within a phase; the velocity is
   * corrected at the start and wherever the fixed point changes.
   */
  TEXP,
  /** Theorem 2.13: for any recipe. The recursion starts at κ = 0, so nothing needs a correction. */
  TEXP_PLUS_PLUS,
  /**
   * TEXP without the drops of the rate: not the declared recipe, but {@linkplain
   * Recipe#withoutDrops the one} that keeps the rate of step 0 and lowers the decay instead.
   */
  TEXP_MINUS_MINUS;

  /** Whether each phase runs on its fixed point, and so has to be constant. */
  boolean isSettled() {
    return this == EXPONENTIAL || this == TEXP || this == TEXP_MINUS_MINUS;
  }
}
