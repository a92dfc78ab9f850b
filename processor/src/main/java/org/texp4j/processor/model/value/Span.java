package org.texp4j.processor.model.value;

import java.util.List;
import java.util.Optional;

/**
 * The steps that a run, or one of its shapes, covers.
 *
 * @param steps their number
 * @param stepsPerEpoch the number of steps per epoch
 */
public record Span(long steps, long stepsPerEpoch) {

  /** The rest of this span after a number of steps. */
  public Span without(long taken) {
    return new Span(steps - taken, stepsPerEpoch);
  }

  /** A length in steps; the whole span if it is left out. */
  public long of(Optional<Length> length) {
    return length.isPresent() ? length.get().in(this) : steps;
  }

  /** Lengths in steps. */
  public long[] of(List<Length> lengths) {
    long[] steps = new long[lengths.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = lengths.get(i).in(this);
    }
    return steps;
  }
}
