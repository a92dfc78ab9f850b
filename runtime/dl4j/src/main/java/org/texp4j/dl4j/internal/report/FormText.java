package org.texp4j.dl4j.internal.report;

/**
 * A form of a recipe as a report names it.
 *
 * @param name what the legend calls it
 * @param source the theorem of Li and Arora 2020 that it follows
 * @param words what it does
 */
record FormText(String name, String source, String words) {

  private static final String SAME_FUNCTION =
      " It computes the same function at every step as the declared recipe.";

  /** Returns the form of the conversion with that name. */
  static FormText of(String form) {
    return switch (form) {
      case "WEIGHT_DECAY" ->
          new FormText(
              "weight decay",
              "Definition 1.2",
              "The recipe as it is declared, with weight decay: the baseline.");
      case "EXPONENTIAL" ->
          new FormText(
              "exponential",
              "Theorems 2.1 and 2.9",
              "No weight decay; the rate of normalized weights grows by one factor at every step."
                  + SAME_FUNCTION);
      case "TEXP" ->
          new FormText(
              "TEXP",
              "Theorem 2.12",
              "No weight decay; the rate of normalized weights grows by one factor in each phase,"
                  + " with a momentum correction between phases."
                  + SAME_FUNCTION);
      case "TEXP_PLUS_PLUS" ->
          new FormText(
              "TEXP++",
              "Theorem 2.13",
              "No weight decay; the rate of normalized weights grows at every step."
                  + SAME_FUNCTION);
      case "TEXP_MINUS_MINUS" ->
          new FormText(
              "TEXP−−",
              "Theorem 2.12 without the instant drop",
              "No weight decay; the rate of normalized weights grows by one factor in each phase and"
                  + " is not lowered between phases.");
      default -> new FormText(form, "", "");
    };
  }
}
