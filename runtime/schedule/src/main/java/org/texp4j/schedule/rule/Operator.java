package org.texp4j.schedule.rule;

/** An operation on two numbers or, elementwise, tensors. */
public enum Operator {
  /** The sum. */
  PLUS("+", 1),
  /** The difference. */
  MINUS("-", 1),
  /** The product. */
  TIMES("*", 2),
  /** The quotient. */
  DIVIDE("/", 2),
  /** The power. */
  POWER("^", 3);

  private final String symbol;
  private final int precedence;

  Operator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  /** How it is written. */
  public String symbol() {
    return symbol;
  }

  int precedence() {
    return precedence;
  }
}
