package org.texp4j.processor.model;

import java.util.function.Function;

/**
 * A value of the declaration and the place it comes from.
 *
 * @param value the value
 * @param written whether the author wrote it, or it is the default
 * @param position the value where it was written; otherwise what it is missing from
 */
public record Given<T>(T value, boolean written, Position position) {

  /** The same place with something made of its value. */
  public <R> Given<R> map(Function<? super T, ? extends R> function) {
    return with(function.apply(value));
  }

  /** The same place with another value. */
  public <R> Given<R> with(R other) {
    return new Given<>(other, written, position);
  }
}
