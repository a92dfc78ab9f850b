package org.texp4j.processor.model.value;

import java.util.List;
import java.util.Optional;

/**
 * The steps over which a run, or one of its shapes, goes.
 *
 * @param steps how many there are
 * @param stepsPerEpoch how many make an epoch
 */
public record Span(long steps, long stepsPerEpoch) {

  /** What is left of this span after so many steps. */
  public Span without(long taken) {
    return new Span(steps - taken, stepsPerEpoch);
  }

  /** A length in steps; all of this span where it is left out. */
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
