package org.texp4j.processor.model.shape;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.texp4j.processor.model.annotation.AnnotationValues;

/** What an author may write in one place of a shape's annotation: a rule, as data. */
public sealed interface AttributeRule {

  /** A number in a range. */
  record Real(String name, Bound bound, String example) implements AttributeRule {}

  /** The constant of an enum, of which this compiler knows some. */
  record Constant(String name, Set<String> known) implements AttributeRule {}

  /**
   * The annotation's own length, in one unit.
   *
   * @param optional whether it may be left out
   * @param most what it may come up to
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

  /** Two parts that have to fit into the shape's length together; the caret goes to the first. */
  record Sum(String name, String other) implements AttributeRule {}

  /** What two attributes have to keep together; the caret goes to one of them. */
  record Constraint(String name, Predicate<AnnotationValues> holds, String problem, String remedy)
      implements AttributeRule {}

  /** What a length may come up to. */
  enum Most {
    /** One step less than the shape's length. */
    LESS_THAN_ALL,
    /** The shape's length. */
    ALL,
    /** Any length: it is a scale, not a part. */
    ANY
  }

  /** The constant of an enum whose names are those of the schedule room. */
  static <E extends Enum<E>> AttributeRule constant(String name, Class<E> type) {
    return new Constant(
        name, EnumSet.allOf(type).stream().map(Enum::name).collect(Collectors.toSet()));
  }
}
