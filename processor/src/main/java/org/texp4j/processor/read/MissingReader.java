package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import org.texp4j.processor.model.Missing;
import org.texp4j.processor.model.Missing.Kind;
import org.texp4j.processor.model.Position;

/** Reads what a class uses that the program does not have, or not yet. */
final class MissingReader {

  private final MethodReader methods;
  private final FactoryReader factories;
  private final SourceText text;

  MissingReader(MethodReader methods, FactoryReader factories, SourceText text) {
    this.methods = methods;
    this.factories = factories;
    this.text = text;
  }

  /** What is missing in a declaration that consists of some annotations. */
  List<Missing> of(TypeElement type, List<Position> declaration) {
    List<Missing> found = new ArrayList<>(annotations(type));
    found.addAll(above(type));
    for (Position at : declaration) {
      if (Language.isKnown(at.annotation())) {
        found.addAll(inside(at));
      }
    }
    found.addAll(methods.missing(type));
    return found;
  }

  /**
   * The annotations on a class, and on methods from which it may have its own, that do not exist.
   */
  List<Missing> annotations(TypeElement type) {
    List<Missing> found = new ArrayList<>(annotations(type, Language.ON_CLASSES));
    for (TypeElement at : MethodReader.line(type)) {
      for (ExecutableElement method : ElementFilter.methodsIn(at.getEnclosedElements())) {
        found.addAll(annotations(method, Language.ON_METHODS));
      }
    }
    return found;
  }

  private List<Missing> annotations(Element element, Set<String> known) {
    List<Missing> found = new ArrayList<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().getKind() == TypeKind.ERROR) {
        Position at = new Position(element, mirror, null);
        found.add(new Missing(Kind.ANNOTATION, Language.name(mirror), known, at));
      }
    }
    if (found.isEmpty()) {
      for (String name : text.missingAnnotations(element)) {
        found.add(new Missing(Kind.ANNOTATION, name, known, Position.of(element)));
      }
    }
    return found;
  }

  private static List<Missing> above(TypeElement type) {
    List<Missing> found = new ArrayList<>();
    for (TypeElement at : MethodReader.line(type)) {
      if (at.getSuperclass().getKind() == TypeKind.ERROR) {
        String name = at.getSuperclass().toString();
        found.add(new Missing(Kind.CLASS, name, Set.of(), Position.of(at)));
      }
    }
    return found;
  }

  private List<Missing> inside(Position annotation) {
    Attributes attributes = Attributes.of(annotation, factories);
    Set<String> known = attributes.names();
    List<Missing> found = new ArrayList<>();
    text.unknownAttributes(annotation, known)
        .forEach(
            (name, value) ->
                found.add(
                    name.equals("value")
                        ? new Missing(Kind.ATTRIBUTE_NAME, value, known, annotation)
                        : new Missing(Kind.ATTRIBUTE, name, known, annotation)));
    attributes.missing().forEach(missing -> found.add(asWritten(missing)));
    return found;
  }

  private Missing asWritten(Missing missing) {
    Optional<String> shown =
        missing.written().isEmpty() && missing.position().value() != null
            ? text.at(missing.position())
            : Optional.empty();
    return shown.map(value -> asWritten(missing, value)).orElse(missing);
  }

  private static Missing asWritten(Missing missing, String value) {
    Kind kind = missing.mayCome() && !hasName(value) ? Kind.VALUE : missing.kind();
    String name = value.replaceFirst("\\.class$", "");
    return new Missing(kind, name, missing.known(), missing.position());
  }

  /** Whether there is a name in an expression, outside of its texts and numbers. */
  private static boolean hasName(String expression) {
    return expression
        .replaceAll("\"(\\\\.|[^\"\\\\])*\"", "")
        .replaceAll("\\b([0-9][\\w.]*|null|true|false)", "")
        .codePoints()
        .anyMatch(Character::isJavaIdentifierStart);
  }
}
