package org.texp4j.processor.model.annotation;

import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/**
 * A place in the program being compiled, for reports; opaque except to readers and reporters.
 *
 * @param element the class or method
 * @param annotation the annotation on it, or null for the element itself
 * @param value the value in the annotation, or null for the whole annotation
 * @param origin where the declared class has it from, if it is not its own
 */
public record Position(
    Element element, AnnotationMirror annotation, AnnotationValue value, Optional<Origin> origin) {

  /**
   * A recipe annotation or a class above, from which a declared class has something.
   *
   * @param name its name: {@code @OurRecipe}
   * @param use the place where the declared class refers to it
   */
  public record Origin(String name, Position use) {}

  /** A place in the declared class. */
  public Position(Element element, AnnotationMirror annotation, AnnotationValue value) {
    this(element, annotation, value, Optional.empty());
  }

  /** The element itself. */
  public static Position of(Element element) {
    return new Position(element, null, null);
  }

  /** A value in the annotation of this place. */
  public Position at(AnnotationValue inside) {
    return new Position(element, annotation, inside, origin);
  }

  /** The place where the declared class has it or refers to it. */
  public Position use() {
    return origin.map(Origin::use).orElse(this);
  }
}
