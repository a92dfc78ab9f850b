package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.texp4j.processor.model.annotation.AnnotationValues;

/**
 * An annotation that declares a shape.
 *
 * @param name its simple name
 * @param rules the rules for its annotation
 * @param hasWarmup whether the shape has its own warm-up
 * @param reader makes the shape from an annotation that obeys these rules
 */
public record ShapeKind(
    String name,
    List<AttributeRule> rules,
    Predicate<AnnotationValues> hasWarmup,
    Function<AnnotationValues, Shape> reader) {

  /** A kind without its own warm-up. */
  ShapeKind(String name, List<AttributeRule> rules, Function<AnnotationValues, Shape> reader) {
    this(name, rules, of -> false, reader);
  }
}
