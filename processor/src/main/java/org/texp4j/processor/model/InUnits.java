package org.texp4j.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an annotation offers in several units, of which its author should write one.
 *
 * @param attributes the name of the attribute for each unit
 * @param offered its value
 * @param position the annotation
 */
public record InUnits<T>(List<String> attributes, List<Given<T>> offered, Position position) {

  /** Creates what is offered. */
  public InUnits {
    attributes = List.copyOf(attributes);
    offered = List.copyOf(offered);
  }

  /** Those that were written. */
  public List<Given<T>> written() {
    List<Given<T>> written = new ArrayList<>();
    for (Given<T> given : offered) {
      if (given.written()) {
        written.add(given);
      }
    }
    return written;
  }

  /** The names of the attributes that were written. */
  public List<String> writtenAttributes() {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < offered.size(); i++) {
      if (offered.get(i).written()) {
        written.add(attributes.get(i));
      }
    }
    return written;
  }

  /** The one that was written; empty if none or several were. */
  public Optional<Given<T>> only() {
    List<Given<T>> written = written();
    return written.size() == 1 ? Optional.of(written.get(0)) : Optional.empty();
  }

  /** The one that was written, in a declaration without mistakes. */
  public T value() {
    return only().orElseThrow().value();
  }
}
