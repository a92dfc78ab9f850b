package org.texp4j.processor.model;

/** A number of epochs or of steps: never a bare number. */
public record Length(long count, Unit unit) {

  /** The length in steps, for epochs of so many steps. */
  public long steps(long stepsPerEpoch) {
    return unit == Unit.EPOCHS ? count * stepsPerEpoch : count;
  }

  /** The length as one says it: 16 epochs. */
  @Override
  public String toString() {
    return count + " " + unit.word(count);
  }
}
