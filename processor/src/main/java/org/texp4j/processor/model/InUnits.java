package org.texp4j.processor.model;

import java.util.Optional;

/**
 * What an annotation offers in epochs and in steps, of which its author should write one.
 *
 * @param position the annotation
 */
public record InUnits<T>(Given<T> epochs, Given<T> steps, Position position) {

  /** The one that was written; empty if both or neither were. */
  public Optional<Given<T>> only() {
    return epochs.written() == steps.written() ? Optional.empty() : Optional.of(written());
  }

  /** The unit of {@link #only}. */
  public Unit unit() {
    return epochs.written() ? Unit.EPOCHS : Unit.STEPS;
  }

  private Given<T> written() {
    return epochs.written() ? epochs : steps;
  }
}
