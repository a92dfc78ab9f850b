package org.texp4j.processor.model.annotation;

import java.util.function.Function;

/**
 * A value of the declaration and the place it comes from.
 *
 * @param value the value
 * @param isExplicit whether the author wrote it; otherwise it is the default
 * @param position the value if it was written; otherwise the annotation or element it is missing
 *     from
 */
public record AttributeValue<T>(T value, boolean isExplicit, Position position) {

  /** The same place with a function of its value. */
  public <R> AttributeValue<R> map(Function<? super T, ? extends R> function) {
    return with(function.apply(value));
  }

  /** The same place with another value. */
  public <R> AttributeValue<R> with(R other) {
    return new AttributeValue<>(other, isExplicit, position);
  }
}
