package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.texp4j.processor.model.annotation.AnnotationValues;

/**
 * An annotation that declares a shape.
 *
 * @param name its simple name
 * @param rules the rules for what is written in it
 * @param hasWarmup whether the shape has a warm-up of its own
 * @param reader makes the shape, from an annotation that keeps these rules
 */
public record ShapeKind(
    String name,
    List<AttributeRule> rules,
    Predicate<AnnotationValues> hasWarmup,
    Function<AnnotationValues, Shape> reader) {

  /** A kind without a warm-up of its own. */
  ShapeKind(String name, List<AttributeRule> rules, Function<AnnotationValues, Shape> reader) {
    this(name, rules, of -> false, reader);
  }
}
