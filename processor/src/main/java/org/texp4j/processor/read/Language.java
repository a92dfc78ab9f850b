package org.texp4j.processor.read;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/**
 * The annotations of the language, found by name: the compiler needs no artifact at run time but
 * itself.
 */
final class Language {

  static final String PACKAGE = DeclarationReader.LANGUAGE;

  private Language() {}

  /** The annotations of the language on an element, by simple name, in the order written. */
  static Map<String, AnnotationMirror> annotations(Element element) {
    Map<String, AnnotationMirror> found = new LinkedHashMap<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
      String name = type.getSimpleName().toString();
      if (type.getKind() == ElementKind.ANNOTATION_TYPE
          && type.getQualifiedName().contentEquals(PACKAGE + "." + name)) {
        found.putIfAbsent(name, mirror);
      }
    }
    return found;
  }
}
