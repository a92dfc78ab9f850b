package org.texp4j.processor.model.shape;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.texp4j.processor.model.annotation.AnnotationValues;

/** A rule for one attribute of a shape's annotation, as data. */
public sealed interface AttributeRule {

  /** A number in a range. */
  record Real(String name, Bound bound, String example) implements AttributeRule {}

  /** A constant of an enum, one of those that this compiler knows. */
  record Constant(String name, Set<String> known) implements AttributeRule {}

  /**
   * The annotation's own length, in one unit.
   *
   * @param optional whether it may be left out
   * @param most its largest value
   */
  record Length(String example, boolean optional, Most most) implements AttributeRule {}

  /** A length in an attribute that is itself an annotation. */
  record Part(String name, String example, boolean optional, Most most) implements AttributeRule {}

  /** The annotation's own boundaries, in one unit. */
  record Boundaries() implements AttributeRule {}

  /** A value of the hyperparameter for each boundary. */
  record Values(String name) implements AttributeRule {}

  /** A class that makes the curve. */
  record Factory(String name) implements AttributeRule {}

  /** Two parts that must fit into the shape's length together; reported at the first. */
  record Sum(String name, String other) implements AttributeRule {}

  /** A condition on two attributes; reported at one of them. */
  record Constraint(String name, Predicate<AnnotationValues> holds, String problem, String remedy)
      implements AttributeRule {}

  /** The largest value of a length. */
  enum Most {
    /** One step less than the shape's length. */
    LESS_THAN_ALL,
    /** The shape's length. */
    ALL,
    /** Any length: it is a scale, not a part. */
    ANY
  }

  /** A constant of an enum that has the same names in the schedule room. */
  static <E extends Enum<E>> AttributeRule constant(String name, Class<E> type) {
    return new Constant(
        name, EnumSet.allOf(type).stream().map(Enum::name).collect(Collectors.toSet()));
  }
}
