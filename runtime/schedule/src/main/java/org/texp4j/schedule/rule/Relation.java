package org.texp4j.schedule.rule;

/** A comparison of two numbers. */
public enum Relation {
  /** More than. */
  MORE(">"),
  /** Less than. */
  LESS("<"),
  /** At least. */
  AT_LEAST(">="),
  /** At most. */
  AT_MOST("<=");

  private final String symbol;

  Relation(String symbol) {
    this.symbol = symbol;
  }

  /** How it is written, in the language as in Java. */
  public String symbol() {
    return symbol;
  }

  /** Whether two numbers are in this relation; false if one of them is NaN. */
  public boolean holds(double left, double right) {
    return switch (this) {
      case MORE -> left > right;
      case LESS -> left < right;
      case AT_LEAST -> left >= right;
      case AT_MOST -> left <= right;
    };
  }
}
