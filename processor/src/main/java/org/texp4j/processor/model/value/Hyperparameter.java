package org.texp4j.processor.model.value;

/** A hyperparameter that can have a shape. */
public enum Hyperparameter {
  /** η. */
  LEARNING_RATE("learning rate", Float.MAX_VALUE, "a finite, non-negative float"),
  /** λ. */
  WEIGHT_DECAY("weight decay", Float.MAX_VALUE, "a finite, non-negative float"),
  /** γ, or β₁ of Adam. */
  MOMENTUM("momentum", Math.nextDown(1.0), "at least 0 and less than 1");

  private final String noun;
  private final double largest;
  private final String range;

  Hyperparameter(String noun, double largest, String range) {
    this.noun = noun;
    this.largest = largest;
    this.range = range;
  }

  /** Its name: learning rate. */
  public String noun() {
    return noun;
  }

  /** Whether a value lies in its range. */
  public boolean admits(double value) {
    return value >= 0 && value <= largest;
  }

  /** Its range in words, after "must be". */
  public String range() {
    return range;
  }
}
