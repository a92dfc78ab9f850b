package org.texp4j.processor.model.value;

/** A number of epochs or of steps, or a fraction of a whole: never a bare number. */
public record Length(double count, Unit unit) {

  /** The length in steps, within a span; a fraction is rounded to the nearest step. */
  public long in(Span span) {
    return switch (unit) {
      case EPOCHS -> (long) count * span.stepsPerEpoch();
      case STEPS -> (long) count;
      case FRACTION -> Math.round(count * span.steps());
    };
  }

  /** The count alone, in words: 16. */
  public String number() {
    return unit == Unit.FRACTION ? Decimals.shown(count) : String.valueOf((long) count);
  }

  /** The unit alone, in words: epochs. */
  public String noun() {
    return switch (unit) {
      case EPOCHS -> count == 1 ? "epoch" : "epochs";
      case STEPS -> count == 1 ? "step" : "steps";
      case FRACTION -> "of the way";
    };
  }

  /** The length in words: 16 epochs. */
  @Override
  public String toString() {
    return number() + " " + noun();
  }
}
