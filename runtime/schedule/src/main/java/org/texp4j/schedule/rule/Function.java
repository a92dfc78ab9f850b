package org.texp4j.schedule.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A function of the language of update rules. */
public enum Function {
  /** −1, 0 or 1, elementwise. */
  SIGN(1),
  /** The magnitude, elementwise. */
  ABS(1),
  /** The square root, elementwise. */
  SQRT(1),
  /** The smaller, elementwise. */
  MIN(2),
  /** The larger, elementwise. */
  MAX(2),
  /** The second argument where the first is true, and the third elsewhere. */
  WHERE(3),
  /** The root of the sum of squares over a tensor. */
  NORM(1),
  /** The root of the mean of squares over a tensor. */
  RMS(1),
  /** The mean over a tensor. */
  MEAN(1),
  /** The sum of products over a tensor. */
  DOT(2),
  /** The number of rows of a matrix: outputs of a layer. */
  ROWS(1),
  /** The number of columns of a matrix: everything else. */
  COLUMNS(1),
  /** The first argument without its part along the second: x − w⟨x, w⟩/⟨w, w⟩. */
  PROJECT(2),
  /** The matrix with its singular values brought near 1 by five Newton–Schulz steps. */
  ORTHOGONALIZE(1);

  private final int arity;

  Function(int arity) {
    this.arity = arity;
  }

  /** The number of arguments. */
  public int arity() {
    return arity;
  }

  /** Its name in the language. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the result is one number per tensor. */
  public boolean reduces() {
    return switch (this) {
      case NORM, RMS, MEAN, DOT, ROWS, COLUMNS -> true;
      default -> false;
    };
  }

  /** Whether it is defined for matrices only. */
  boolean isOfMatrix() {
    return this == ROWS || this == COLUMNS || this == ORTHOGONALIZE;
  }

  static Optional<Function> named(String name) {
    return Arrays.stream(values()).filter(each -> each.symbol().equals(name)).findFirst();
  }
}
