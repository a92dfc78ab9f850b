package org.texp4j.processor.model;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/**
 * A place in the program being compiled, for reports; opaque to whoever does not read or report.
 *
 * @param element the class or method
 * @param annotation the annotation on it, or null for the element itself
 * @param value the value in the annotation, or null for the whole annotation
 */
public record Position(Element element, AnnotationMirror annotation, AnnotationValue value) {

  /** The element itself. */
  public static Position of(Element element) {
    return new Position(element, null, null);
  }
}
