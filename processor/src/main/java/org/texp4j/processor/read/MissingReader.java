package org.texp4j.processor.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
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
  List<Missing> of(TypeElement type, Stream<Position> declaration) {
    return Stream.of(
            annotations(type).stream(),
            above(type),
            declaration.filter(at -> Language.isKnown(at.annotation())).flatMap(this::inside),
            methods.missing(type))
        .flatMap(found -> found)
        .toList();
  }

  /**
   * The annotations on a class, and on methods from which it may have its own, that do not exist.
   */
  List<Missing> annotations(TypeElement type) {
    return Stream.concat(
            annotations(type, Language.ON_CLASSES),
            MethodReader.line(type)
                .flatMap(at -> ElementFilter.methodsIn(at.getEnclosedElements()).stream())
                .flatMap(method -> annotations(method, Language.ON_METHODS)))
        .toList();
  }

  private Stream<Missing> annotations(Element element, Set<String> known) {
    List<? extends AnnotationMirror> shown =
        element.getAnnotationMirrors().stream()
            .filter(mirror -> mirror.getAnnotationType().getKind() == TypeKind.ERROR)
            .toList();
    return shown.isEmpty()
        ? text.missingAnnotations(element).stream()
            .map(name -> new Missing(Kind.ANNOTATION, name, known, Position.of(element)))
        : shown.stream()
            .map(
                mirror ->
                    new Missing(
                        Kind.ANNOTATION,
                        Language.name(mirror),
                        known,
                        new Position(element, mirror, null)));
  }

  private static Stream<Missing> above(TypeElement type) {
    return MethodReader.line(type)
        .filter(at -> at.getSuperclass().getKind() == TypeKind.ERROR)
        .map(
            at ->
                new Missing(Kind.CLASS, at.getSuperclass().toString(), Set.of(), Position.of(at)));
  }

  private Stream<Missing> inside(Position annotation) {
    Attributes attributes = Attributes.of(annotation, factories);
    Set<String> known = attributes.names();
    return Stream.concat(
        text.attributes(annotation).entrySet().stream()
            .filter(written -> !known.contains(written.getKey()))
            .map(
                written ->
                    written.getKey().equals("value")
                        ? new Missing(Kind.ATTRIBUTE_NAME, written.getValue(), known, annotation)
                        : new Missing(Kind.ATTRIBUTE, written.getKey(), known, annotation)),
        attributes.missing().map(this::asWritten));
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
