package org.texp4j.processor.model;

/** What a length counts. */
public enum Unit {
  /** Epochs of ⌈trainingExamples / batchSize⌉ steps. */
  EPOCHS,
  /** Steps. */
  STEPS;

  /** The name of the attribute that takes lengths in this unit. */
  public String attribute() {
    return this == EPOCHS ? "epochs" : "steps";
  }

  /** The word for one or for several. */
  public String word(long count) {
    return count != 1 ? attribute() : this == EPOCHS ? "epoch" : "step";
  }
}
