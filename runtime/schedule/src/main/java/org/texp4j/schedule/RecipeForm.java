package org.texp4j.schedule;

/**
 * The form in which a declared recipe is run: with its weight decay, or without it at a growing
 * rate.
 *
 * <p>Source of the theorems: Z. Li and S. Arora, "An Exponential Learning Rate Schedule for Deep
 * Learning", ICLR 2020.
 */
public enum RecipeForm {
  /** As declared, with weight decay: P = 1 and κ = 0 at every step. */
  WEIGHT_DECAY(
      "weight decay",
      "Definition 1.2",
      "The recipe as it is declared, with weight decay: the baseline."),
  /**
   * Theorems 2.1 and 2.9: for constant rate, decay and momentum. The recursion starts at its fixed
   * point κ*, so the rate grows by the same factor at every step from the first, and the initial
   * velocity is v₀ − κ* θ₀.
   */
  EXPONENTIAL(
      "exponential",
      "Theorems 2.1 and 2.9",
      "No weight decay; the rate of normalized weights grows by one factor at every step."),
  /**
   * Theorem 2.12: for phases of constant rate, decay and momentum. The recursion is set to the
   * fixed point of each phase, so the rate grows by one factor within a phase; the velocity is
   * corrected at the start and wherever the fixed point changes.
   */
  TEXP(
      "TEXP",
      "Theorem 2.12",
      "No weight decay; the rate of normalized weights grows by one factor in each phase, with a"
          + " momentum correction between phases."),
  /** Theorem 2.13: for any recipe. The recursion starts at κ = 0, so nothing needs a correction. */
  TEXP_PLUS_PLUS(
      "TEXP++",
      "Theorem 2.13",
      "No weight decay; the rate of normalized weights grows at every step."),
  /**
   * TEXP without the drops of the rate: not the declared recipe, but {@linkplain
   * Recipe#withoutDrops the one} that keeps the rate of step 0 and lowers the decay instead.
   */
  TEXP_MINUS_MINUS(
      "TEXP−−",
      "Theorem 2.12 without the instant drop",
      "No weight decay; the rate of normalized weights grows by one factor in each phase and is not"
          + " lowered between phases.");

  private final String label;
  private final String theorem;
  private final String description;

  RecipeForm(String label, String theorem, String description) {
    this.label = label;
    this.theorem = theorem;
    this.description = description;
  }

  /** The name as people write it: TEXP++. */
  public String label() {
    return label;
  }

  /** The definition or theorem of Li and Arora 2020 that the form follows. */
  public String theorem() {
    return theorem;
  }

  /** What the form does, in one or two sentences. */
  public String description() {
    return isConverted() && isEquivalent()
        ? description + " It computes the same function at every step as the declared recipe."
        : description;
  }

  /** Whether the recipe is converted: run without its weight decay. */
  public boolean isConverted() {
    return this != WEIGHT_DECAY;
  }

  /** Whether the run computes the same function at every step as the declared recipe. */
  public boolean isEquivalent() {
    return this != TEXP_MINUS_MINUS;
  }

  /**
   * Whether each phase runs at the fixed point of the recursion. If so, phases have to be constant,
   * and the velocity is corrected where the fixed point changes.
   */
  public boolean usesFixedPoints() {
    return switch (this) {
      case EXPONENTIAL, TEXP, TEXP_MINUS_MINUS -> true;
      case WEIGHT_DECAY, TEXP_PLUS_PLUS -> false;
    };
  }

  /** The form of the converted run: this one, or TEXP++ where this one is not converted. */
  public RecipeForm orConverted() {
    return isConverted() ? this : TEXP_PLUS_PLUS;
  }

  /**
   * The recipe to which a run in this form is equivalent.
   *
   * @throws IllegalArgumentException if the form keeps the rate of step 0 and that is 0
   */
  Recipe equivalentRecipe(Recipe declared) {
    return isEquivalent() ? declared : declared.withoutDrops();
  }

  /**
   * Requires that the rule and the curves of a recipe suit the form.
   *
   * @param recipe the {@linkplain #equivalentRecipe equivalent} one
   * @param origin the first step
   * @throws InconvertibleRecipeException if they do not
   */
  void requireSuitable(Recipe recipe, long origin) {
    if (isConverted() && recipe.rule().refusal().isPresent()) {
      throw new InconvertibleRecipeException(origin, recipe.rule().refusal().get());
    }
    if (usesFixedPoints() && recipe.rule().velocities() > 1) {
      throw new InconvertibleRecipeException(
          origin,
          this
              + " moves one velocity to its fixed point, but "
              + recipe.rule().optimizer()
              + " has "
              + recipe.rule().velocities()
              + "; TEXP_PLUS_PLUS converts any rule");
    }
    if (this == EXPONENTIAL && !recipe.isConstant()) {
      throw new InconvertibleRecipeException(
          recipe.firstChange(),
          this
              + " converts constant rate, decay and momentum only, but they change at step "
              + recipe.firstChange()
              + "; TEXP_PLUS_PLUS converts any schedule");
    }
    if (usesFixedPoints()) {
      for (long step = origin; step < recipe.steps(); step = recipe.nextBreak(step)) {
        if (!recipe.isConstantFrom(step)) {
          throw new InconvertibleRecipeException(
              step,
              this
                  + " converts phases of constant rate, decay and momentum only, but they change"
                  + " step by step from step "
                  + step
                  + "; TEXP_PLUS_PLUS converts any schedule");
        }
      }
    }
  }
}
