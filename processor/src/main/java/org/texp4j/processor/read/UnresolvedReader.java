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
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.annotation.Unresolved.Kind;

/** Finds references of a class to what does not exist, or not yet. */
final class UnresolvedReader {

  private final SourceText text;

  UnresolvedReader(SourceText text) {
    this.text = text;
  }

  /** The unresolved references in a class with a declaration. */
  List<Unresolved> of(RoleMethods methods, Collection<AnnotationReader> declaration) {
    List<Unresolved> found = new ArrayList<>(annotations(methods));
    found.addAll(above(methods));
    for (AnnotationReader attributes : declaration) {
      found.addAll(inside(attributes));
    }
    found.addAll(MethodReader.unresolved(methods));
    return found;
  }

  /** The annotations that do not exist on a class, its methods and those it may inherit. */
  List<Unresolved> annotations(RoleMethods methods) {
    List<Unresolved> found = new ArrayList<>(annotations(methods.type(), Language.ON_CLASSES));
    for (TypeElement at : methods.line()) {
      for (ExecutableElement method : ElementFilter.methodsIn(at.getEnclosedElements())) {
        found.addAll(annotations(method, Language.ON_METHODS));
      }
    }
    return found;
  }

  private List<Unresolved> annotations(Element element, Set<String> known) {
    List<Unresolved> found = new ArrayList<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().getKind() == TypeKind.ERROR) {
        Position at = new Position(element, mirror, null);
        found.add(new Unresolved(Kind.ANNOTATION, Language.name(mirror), known, at));
      }
    }
    if (found.isEmpty()) {
      for (String name : text.missingAnnotations(element)) {
        found.add(new Unresolved(Kind.ANNOTATION, name, known, Position.of(element)));
      }
    }
    return found;
  }

  private static List<Unresolved> above(RoleMethods methods) {
    List<Unresolved> found = new ArrayList<>();
    for (TypeElement at : methods.line()) {
      if (at.getSuperclass().getKind() == TypeKind.ERROR) {
        String name = at.getSuperclass().toString();
        found.add(new Unresolved(Kind.CLASS, name, Set.of(), Position.of(at)));
      }
    }
    return found;
  }

  private List<Unresolved> inside(AnnotationReader attributes) {
    Position annotation = attributes.position();
    Set<String> known = attributes.names();
    List<Unresolved> found = new ArrayList<>();
    for (Map.Entry<String, String> unknown : text.unknownAttributes(annotation, known).entrySet()) {
      found.add(
          unknown.getKey().equals("value")
              ? new Unresolved(Kind.ATTRIBUTE_NAME, unknown.getValue(), known, annotation)
              : new Unresolved(Kind.ATTRIBUTE, unknown.getKey(), known, annotation));
    }
    for (Unresolved unresolved : attributes.unresolved()) {
      found.add(asWritten(unresolved));
    }
    return found;
  }

  private Unresolved asWritten(Unresolved unresolved) {
    Optional<String> shown =
        unresolved.text().isEmpty() && unresolved.position().value() != null
            ? text.at(unresolved.position())
            : Optional.empty();
    return shown.map(value -> asWritten(unresolved, value)).orElse(unresolved);
  }

  private static Unresolved asWritten(Unresolved unresolved, String value) {
    Kind kind = unresolved.mayBeGenerated() && !hasName(value) ? Kind.VALUE : unresolved.kind();
    String name = value.replaceFirst("\\.class$", "");
    return new Unresolved(kind, name, unresolved.known(), unresolved.position());
  }

  /** Whether an expression contains a name, outside of its literals. */
  private static boolean hasName(String expression) {
    return expression
        .replaceAll("\"(\\\\.|[^\"\\\\])*\"", "")
        .replaceAll("\\b([0-9][\\w.]*|null|true|false)", "")
        .codePoints()
        .anyMatch(Character::isJavaIdentifierStart);
  }
}
