package org.texp4j.processor.model.annotation;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A value that an annotation offers in several units, of which its author should write one.
 *
 * @param attributes the name of the attribute for each unit
 * @param offered its value
 * @param position the annotation
 */
public record UnitChoice<T>(
    List<String> attributes, List<AttributeValue<T>> offered, Position position) {

  /** Creates a choice. */
  public UnitChoice {
    attributes = List.copyOf(attributes);
    offered = List.copyOf(offered);
  }

  /** The values that were written. */
  public List<AttributeValue<T>> chosen() {
    return offered.stream().filter(AttributeValue::isExplicit).toList();
  }

  /** The names of the attributes that were written. */
  public List<String> chosenAttributes() {
    return IntStream.range(0, offered.size())
        .filter(i -> offered.get(i).isExplicit())
        .mapToObj(attributes::get)
        .toList();
  }

  /** The value that was written; empty if none or several were. */
  public Optional<AttributeValue<T>> only() {
    List<AttributeValue<T>> chosen = chosen();
    return chosen.size() == 1 ? Optional.of(chosen.get(0)) : Optional.empty();
  }

  /** The value that was written, in a declaration without mistakes. */
  public T value() {
    return only().orElseThrow().value();
  }
}
