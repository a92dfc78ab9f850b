package org.texp4j.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An annotation as its author wrote it: its attributes, written or default, each with its position.
 *
 * <p>Numbers and booleans are held as such, constants of enums by name, classes as {@link
 * FactoryClass}, annotations as this and arrays as lists. A constant may be one that this compiler
 * does not know.
 *
 * @param name its simple name
 * @param position where it stands, or the class it is absent from
 */
public record Written(String name, Map<String, Given<Object>> attributes, Position position) {

  /** Creates an annotation. */
  public Written {
    attributes = Map.copyOf(attributes);
  }

  /** A number. */
  public Given<Double> real(String name) {
    return real(attributes.get(name));
  }

  /** A whole number. */
  public Given<Long> whole(String name) {
    Given<Object> given = attributes.get(name);
    return given.with(((Number) given.value()).longValue());
  }

  /** A text, or the name of an enum's constant. */
  public Given<String> text(String name) {
    return of(name, String.class);
  }

  /** A yes or no. */
  public Given<Boolean> flag(String name) {
    return of(name, Boolean.class);
  }

  /** A class. */
  public Given<FactoryClass> type(String name) {
    return of(name, FactoryClass.class);
  }

  /** A list of numbers. */
  public Given<List<Given<Double>>> reals(String name) {
    List<Given<Double>> elements = new ArrayList<>();
    for (Object part : elements(name)) {
      elements.add(real((Given<?>) part));
    }
    return attributes.get(name).with(elements);
  }

  /** A list of texts. */
  public Given<List<Given<String>>> texts(String name) {
    List<Given<String>> elements = new ArrayList<>();
    for (Object part : elements(name)) {
      elements.add(as((Given<?>) part, String.class));
    }
    return attributes.get(name).with(elements);
  }

  /** A length of its own, of which the author should write one unit. */
  public InUnits<Length> length() {
    List<String> names = new ArrayList<>();
    List<Given<Length>> offered = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      if (attributes.containsKey(unit.attribute())) {
        names.add(unit.attribute());
        offered.add(length(real(unit.attribute()), unit));
      }
    }
    return new InUnits<>(names, offered, position);
  }

  /** A list of lengths, of which the author should write one unit. */
  public InUnits<List<Given<Length>>> lengths() {
    List<String> names = new ArrayList<>();
    List<Given<List<Given<Length>>>> offered = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      if (attributes.containsKey(unit.listAttribute())) {
        names.add(unit.listAttribute());
        Given<List<Given<Double>>> counts = reals(unit.listAttribute());
        List<Given<Length>> lengths = new ArrayList<>();
        for (Given<Double> count : counts.value()) {
          lengths.add(length(count, unit));
        }
        offered.add(counts.with(lengths));
      }
    }
    return new InUnits<>(names, offered, position);
  }

  /** A length that may be left out, in a declaration without mistakes. */
  public Optional<Length> optionalLength() {
    Optional<Given<Length>> only = length().only();
    return only.isPresent() ? Optional.of(only.get().value()) : Optional.empty();
  }

  /** Boundaries, in a declaration without mistakes. */
  public List<Length> boundaries() {
    return values(lengths().value());
  }

  /** A list of numbers, without their positions. */
  public List<Double> values(String name) {
    return values(reals(name).value());
  }

  /**
   * A length in an attribute that is itself an annotation. Where that is the default, no unit of it
   * counts as written.
   */
  public InUnits<Length> length(String name) {
    Given<Object> given = attributes.get(name);
    InUnits<Length> inside = ((Written) given.value()).length();
    return new InUnits<>(inside.attributes(), inside.offered(), given.position());
  }

  /** Whether a length in epochs is written in it or inside it. */
  public boolean usesEpochs() {
    for (Map.Entry<String, Given<Object>> entry : attributes.entrySet()) {
      if (entry.getKey().equals(Unit.EPOCHS.attribute()) && entry.getValue().written()
          || entry.getValue().value() instanceof Written inner && inner.usesEpochs()) {
        return true;
      }
    }
    return false;
  }

  private static Given<Length> length(Given<Double> count, Unit unit) {
    return count.with(new Length(count.value(), unit));
  }

  private static <T> List<T> values(List<Given<T>> given) {
    List<T> values = new ArrayList<>();
    for (Given<T> one : given) {
      values.add(one.value());
    }
    return List.copyOf(values);
  }

  private <T> Given<T> of(String name, Class<T> type) {
    return as(attributes.get(name), type);
  }

  private static <T> Given<T> as(Given<?> given, Class<T> type) {
    return given.with(type.cast(given.value()));
  }

  private static Given<Double> real(Given<?> given) {
    return given.with(((Number) given.value()).doubleValue());
  }

  /** The elements of a list; whoever reads an annotation puts nothing else into one. */
  private List<?> elements(String name) {
    return (List<?>) attributes.get(name).value();
  }
}
