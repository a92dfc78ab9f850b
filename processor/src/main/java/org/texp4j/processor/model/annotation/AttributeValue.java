package org.texp4j.processor.model.annotation;

import java.util.function.Function;

/**
 * A value of the declaration and the place it comes from.
 *
 * @param value the value
 * @param isExplicit whether the author wrote it, or it is the default
 * @param position the value where it was written; otherwise what it is missing from
 */
public record AttributeValue<T>(T value, boolean isExplicit, Position position) {

  /** The same place with something made of its value. */
  public <R> AttributeValue<R> map(Function<? super T, ? extends R> function) {
    return with(function.apply(value));
  }

  /** The same place with another value. */
  public <R> AttributeValue<R> with(R other) {
    return new AttributeValue<>(other, isExplicit, position);
  }
}
