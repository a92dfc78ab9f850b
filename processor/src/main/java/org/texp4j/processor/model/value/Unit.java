package org.texp4j.processor.model.value;

/** The unit of a length. */
public enum Unit {
  /** Epochs of ⌈trainingExamples / batchSize⌉ steps. */
  EPOCHS("epochs", "epochs"),
  /** Steps. */
  STEPS("steps", "steps"),
  /** A fraction of the span that something runs over. */
  FRACTION("fraction", "fractions");

  private final String one;
  private final String several;

  Unit(String one, String several) {
    this.one = one;
    this.several = several;
  }

  /** The name of the attribute that takes a length in this unit. */
  public String attribute() {
    return one;
  }

  /** The name of the attribute that takes a list of lengths in this unit. */
  public String listAttribute() {
    return several;
  }
}
