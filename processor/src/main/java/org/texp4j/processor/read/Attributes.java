package org.texp4j.processor.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.model.Written;

/**
 * The attributes of one annotation, written or default, each with its position.
 *
 * <p>Ask {@link #areResolved} first: an attribute whose value does not compile has none to read.
 */
final class Attributes {

  private final Element element;
  private final AnnotationMirror mirror;
  private final TypeElement annotation;
  private final List<ExecutableElement> declared;
  private final FactoryReader factories;

  private Attributes(
      Element element, AnnotationMirror mirror, TypeElement annotation, FactoryReader factories) {
    this.element = element;
    this.mirror = mirror;
    this.annotation = annotation;
    this.declared = ElementFilter.methodsIn(annotation.getEnclosedElements());
    this.factories = factories;
  }

  /** The attributes of an annotation on an element. */
  static Attributes of(Element element, AnnotationMirror mirror, FactoryReader factories) {
    return new Attributes(
        element, mirror, (TypeElement) mirror.getAnnotationType().asElement(), factories);
  }

  /** The attributes of an annotation that is absent from an element: its defaults. */
  static Attributes defaults(Element element, TypeElement annotation, FactoryReader factories) {
    return new Attributes(element, null, annotation, factories);
  }

  /** Whether every attribute has a value of its type. */
  boolean areResolved() {
    return declared.stream()
        .allMatch(
            method -> {
              AnnotationValue value = value(method);
              return value != null && isResolved(method.getReturnType(), value);
            });
  }

  /** The annotation, free of the compiler's types. */
  Written read() {
    Map<String, Given<Object>> attributes = new LinkedHashMap<>();
    for (ExecutableElement method : declared) {
      boolean written = isWritten(method);
      AnnotationValue value = value(method);
      Position at = written ? new Position(element, mirror, value) : position();
      attributes.put(
          method.getSimpleName().toString(), new Given<>(read(value, written), written, at));
    }
    return new Written(annotation.getSimpleName().toString(), attributes, position());
  }

  /** A value; where it is written, so is every element of a list. */
  private Object read(AnnotationValue value, boolean written) {
    Object content = value.getValue();
    if (content instanceof List<?>) {
      return elements(value).stream()
          .map(
              part ->
                  new Given<>(
                      read(part, written),
                      true,
                      written ? new Position(element, mirror, part) : position()))
          .toList();
    }
    if (content instanceof VariableElement constant) {
      return constant.getSimpleName().toString();
    }
    if (content instanceof AnnotationMirror inner) {
      return Attributes.of(element, inner, factories).read();
    }
    return content instanceof TypeMirror type ? factories.read(type, element) : content;
  }

  /** The annotation, or the element it is absent from. */
  private Position position() {
    return new Position(element, mirror, null);
  }

  private boolean isWritten(ExecutableElement method) {
    return mirror != null && mirror.getElementValues().containsKey(method);
  }

  private AnnotationValue value(ExecutableElement method) {
    AnnotationValue written = mirror == null ? null : mirror.getElementValues().get(method);
    return written != null ? written : method.getDefaultValue();
  }

  private boolean isResolved(TypeMirror type, AnnotationValue value) {
    Object content = value.getValue();
    if (type.getKind() == TypeKind.ARRAY) {
      return content instanceof List<?>
          && elements(value).stream()
              .allMatch(part -> isResolved(((ArrayType) type).getComponentType(), part));
    }
    if (type.getKind().isPrimitive()) {
      return type.getKind() == TypeKind.BOOLEAN
          ? content instanceof Boolean
          : content instanceof Number;
    }
    if (content instanceof AnnotationMirror inner) {
      return Attributes.of(element, inner, factories).areResolved();
    }
    // javac gives the text <error> for a value that does not compile, an enum's included; only a
    // text that was written shows its quotes.
    return content instanceof String
        ? isText(type) && value.toString().startsWith("\"")
        : content instanceof VariableElement
            || content instanceof TypeMirror named && named.getKind() != TypeKind.ERROR;
  }

  private static boolean isText(TypeMirror type) {
    return type.toString().equals(String.class.getName());
  }

  private static List<? extends AnnotationValue> elements(AnnotationValue value) {
    return ((List<?>) value.getValue()).stream().map(AnnotationValue.class::cast).toList();
  }
}
