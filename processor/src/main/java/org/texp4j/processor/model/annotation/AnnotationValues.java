package org.texp4j.processor.model.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.value.FactoryClass;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Unit;

/**
 * An annotation as its author wrote it: the values of its attributes, explicit or default, each
 * with its position.
 *
 * <p>Numbers and booleans are held as such, constants of enums by name, classes as {@link
 * FactoryClass}, annotations as this and arrays as lists. A constant may be one that this compiler
 * does not know.
 *
 * @param name its simple name
 * @param position its position, or the class it is absent from
 */
public record AnnotationValues(
    String name, Map<String, AttributeValue<Object>> attributes, Position position) {

  /** Creates an annotation. */
  public AnnotationValues {
    attributes = Map.copyOf(attributes);
  }

  /** A number. */
  public AttributeValue<Double> real(String name) {
    return real(attributes.get(name));
  }

  /** A whole number. */
  public AttributeValue<Long> whole(String name) {
    AttributeValue<Object> given = attributes.get(name);
    return given.with(((Number) given.value()).longValue());
  }

  /** A string, or the name of an enum constant. */
  public AttributeValue<String> text(String name) {
    return of(name, String.class);
  }

  /** A boolean. */
  public AttributeValue<Boolean> flag(String name) {
    return of(name, Boolean.class);
  }

  /** A class. */
  public AttributeValue<FactoryClass> type(String name) {
    return of(name, FactoryClass.class);
  }

  /** A list of numbers. */
  public AttributeValue<List<AttributeValue<Double>>> reals(String name) {
    return attributes.get(name).with(elements(name).map(AnnotationValues::real).toList());
  }

  /** A list of strings. */
  public AttributeValue<List<AttributeValue<String>>> texts(String name) {
    return attributes
        .get(name)
        .with(elements(name).map(element -> as(element, String.class)).toList());
  }

  /** Its own length, of which the author should write one unit. */
  public UnitChoice<Length> length() {
    List<String> names = new ArrayList<>();
    List<AttributeValue<Length>> offered = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      if (attributes.containsKey(unit.attribute())) {
        names.add(unit.attribute());
        offered.add(length(real(unit.attribute()), unit));
      }
    }
    return new UnitChoice<>(names, offered, position);
  }

  /** A list of lengths, of which the author should write one unit. */
  public UnitChoice<List<AttributeValue<Length>>> lengths() {
    List<String> names = new ArrayList<>();
    List<AttributeValue<List<AttributeValue<Length>>>> offered = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      if (attributes.containsKey(unit.listAttribute())) {
        names.add(unit.listAttribute());
        offered.add(
            reals(unit.listAttribute())
                .map(counts -> counts.stream().map(count -> length(count, unit)).toList()));
      }
    }
    return new UnitChoice<>(names, offered, position);
  }

  /** A length that may be left out, in a declaration without mistakes. */
  public Optional<Length> optionalLength() {
    return length().only().map(AttributeValue::value);
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
  public UnitChoice<Length> length(String name) {
    AttributeValue<Object> given = attributes.get(name);
    UnitChoice<Length> inside = ((AnnotationValues) given.value()).length();
    return new UnitChoice<>(inside.attributes(), inside.offered(), given.position());
  }

  /** Whether a length in epochs is written in it or inside it. */
  public boolean usesEpochs() {
    AttributeValue<Object> epochs = attributes.get(Unit.EPOCHS.attribute());
    return epochs != null && epochs.isExplicit()
        || attributes.values().stream()
            .anyMatch(
                given -> given.value() instanceof AnnotationValues inner && inner.usesEpochs());
  }

  /** How many numbers are in its lists. */
  public int listedNumbers() {
    return attributes.values().stream()
        .filter(given -> given.value() instanceof List<?>)
        .mapToInt(given -> ((List<?>) given.value()).size())
        .sum();
  }

  private static AttributeValue<Length> length(AttributeValue<Double> count, Unit unit) {
    return count.with(new Length(count.value(), unit));
  }

  private static <T> List<T> values(List<AttributeValue<T>> given) {
    return given.stream().map(AttributeValue::value).toList();
  }

  private <T> AttributeValue<T> of(String name, Class<T> type) {
    return as(attributes.get(name), type);
  }

  private static <T> AttributeValue<T> as(AttributeValue<?> given, Class<T> type) {
    return given.with(type.cast(given.value()));
  }

  private static AttributeValue<Double> real(AttributeValue<?> given) {
    return given.with(((Number) given.value()).doubleValue());
  }

  /** The elements of a list; lists contain nothing else. */
  private Stream<AttributeValue<?>> elements(String name) {
    return ((List<?>) attributes.get(name).value())
        .stream().map(element -> (AttributeValue<?>) element);
  }
}
