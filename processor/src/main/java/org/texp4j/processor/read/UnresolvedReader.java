package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.annotation.Unresolved.Kind;

/** Finds references of a class to what does not exist, or not yet. */
final class UnresolvedReader {

  private final Elements elements;
  private final SourceText text;

  UnresolvedReader(Elements elements, SourceText text) {
    this.elements = elements;
    this.text = text;
  }

  /** The unresolved references in a class with a declaration. */
  List<Unresolved> of(RoleMethods methods, Collection<AnnotationReader> declaration) {
    List<Unresolved> found = new ArrayList<>(annotations(methods));
    found.addAll(above(methods));
    for (AnnotationReader attributes : declaration) {
      found.addAll(inside(attributes));
    }
    for (ExecutableElement method : methods.all()) {
      MethodReader.signature(method)
          .filter(type -> type.getKind() == TypeKind.ERROR)
          .forEach(type -> found.add(missing(type, MethodReader.at(methods.type(), method))));
    }
    return found;
  }

  /** The annotations that do not exist on a class, its methods and those it may inherit. */
  List<Unresolved> annotations(RoleMethods methods) {
    List<Unresolved> found = new ArrayList<>(annotations(methods.type(), this::namesOnClasses));
    for (TypeElement at : methods.line()) {
      for (ExecutableElement method : ElementFilter.methodsIn(at.getEnclosedElements())) {
        found.addAll(annotations(method, () -> Language.ON_METHODS));
      }
    }
    return found;
  }

  private Set<String> namesOnClasses() {
    return Language.namesOnClasses(elements);
  }

  private List<Unresolved> annotations(Element element, Supplier<Set<String>> known) {
    List<Unresolved> found = new ArrayList<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().getKind() == TypeKind.ERROR) {
        Position at = new Position(element, mirror, null);
        Unresolved missing =
            new Unresolved(Kind.ANNOTATION, Language.name(mirror), known.get(), at);
        found.add(ifMissing(missing, mirror.getAnnotationType()));
      }
    }
    if (found.isEmpty()) {
      text.missingAnnotations(element)
          .forEach(
              (name, type) ->
                  found.add(
                      ifMissing(
                          new Unresolved(Kind.ANNOTATION, name, known.get(), Position.of(element)),
                          type)));
    }
    return found;
  }

  private List<Unresolved> above(RoleMethods methods) {
    List<Unresolved> found = new ArrayList<>();
    for (TypeElement at : methods.line()) {
      if (at.getSuperclass().getKind() == TypeKind.ERROR) {
        found.add(missing(at.getSuperclass(), Position.of(at)));
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
      Unresolved written = asWritten(unresolved);
      found.add(
          text.classLiteral(unresolved.position())
              .map(type -> ifMissing(written, type))
              .orElse(written));
    }
    return found;
  }

  private Unresolved missing(TypeMirror type, Position at) {
    return ifMissing(new Unresolved(Kind.CLASS, type.toString(), Set.of(), at), type);
  }

  /** The reference as it is, or as one to a class that exists and is not accessible. */
  private Unresolved ifMissing(Unresolved reference, TypeMirror type) {
    return text.inaccessible(type)
        .map(name -> new Unresolved(Kind.INACCESSIBLE, name, Set.of(), reference.position()))
        .orElse(reference);
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
