package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

  private final SourceText text;

  MissingReader(SourceText text) {
    this.text = text;
  }

  /** What is missing in a class whose declaration has some annotations. */
  List<Missing> of(RoleMethods methods, Collection<Attributes> declaration) {
    List<Missing> found = new ArrayList<>(annotations(methods));
    found.addAll(above(methods));
    for (Attributes attributes : declaration) {
      found.addAll(inside(attributes));
    }
    found.addAll(MethodReader.missing(methods));
    return found;
  }

  /**
   * The annotations on a class, and on methods from which it may have its own, that do not exist.
   */
  List<Missing> annotations(RoleMethods methods) {
    List<Missing> found = new ArrayList<>(annotations(methods.type(), Language.ON_CLASSES));
    for (TypeElement at : methods.line()) {
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

  private static List<Missing> above(RoleMethods methods) {
    List<Missing> found = new ArrayList<>();
    for (TypeElement at : methods.line()) {
      if (at.getSuperclass().getKind() == TypeKind.ERROR) {
        String name = at.getSuperclass().toString();
        found.add(new Missing(Kind.CLASS, name, Set.of(), Position.of(at)));
      }
    }
    return found;
  }

  private List<Missing> inside(Attributes attributes) {
    Position annotation = attributes.position();
    Set<String> known = attributes.names();
    List<Missing> found = new ArrayList<>();
    for (Map.Entry<String, String> unknown : text.unknownAttributes(annotation, known).entrySet()) {
      found.add(
          unknown.getKey().equals("value")
              ? new Missing(Kind.ATTRIBUTE_NAME, unknown.getValue(), known, annotation)
              : new Missing(Kind.ATTRIBUTE, unknown.getKey(), known, annotation));
    }
    for (Missing missing : attributes.missing()) {
      found.add(asWritten(missing));
    }
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
