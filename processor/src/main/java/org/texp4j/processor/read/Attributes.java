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
import org.texp4j.processor.model.InUnits;
import org.texp4j.processor.model.Position;

/**
 * The attributes of one annotation, written or default, each with its position.
 *
 * <p>Ask {@link #areResolved} first: an attribute whose value does not compile has none to read.
 */
final class Attributes {

  private final Element element;
  private final AnnotationMirror mirror;
  private final Map<String, ExecutableElement> declared = new LinkedHashMap<>();

  private Attributes(Element element, AnnotationMirror mirror, TypeElement annotation) {
    this.element = element;
    this.mirror = mirror;
    ElementFilter.methodsIn(annotation.getEnclosedElements())
        .forEach(method -> declared.put(method.getSimpleName().toString(), method));
  }

  /** The attributes of an annotation on an element. */
  static Attributes of(Element element, AnnotationMirror mirror) {
    return new Attributes(element, mirror, (TypeElement) mirror.getAnnotationType().asElement());
  }

  /** The attributes of an annotation that is absent from an element: its defaults. */
  static Attributes defaults(Element element, TypeElement annotation) {
    return new Attributes(element, null, annotation);
  }

  /** Whether every attribute has a value of its type. */
  boolean areResolved() {
    return declared.values().stream()
        .allMatch(
            method -> {
              AnnotationValue value = value(method);
              return value != null && isResolved(method.getReturnType(), value);
            });
  }

  /** The annotation, or the element it is absent from. */
  Position position() {
    return new Position(element, mirror, null);
  }

  Given<Double> real(String name) {
    return given(name, ((Number) value(name).getValue()).doubleValue());
  }

  Given<Long> whole(String name) {
    return given(name, ((Number) value(name).getValue()).longValue());
  }

  Given<String> text(String name) {
    return given(name, (String) value(name).getValue());
  }

  Given<String> constant(String name) {
    return given(name, ((VariableElement) value(name).getValue()).getSimpleName().toString());
  }

  Given<List<Given<Long>>> wholes(String name) {
    return given(
        name,
        elements(value(name)).stream()
            .map(
                value ->
                    new Given<>(
                        ((Number) value.getValue()).longValue(), true, position(name, value)))
            .toList());
  }

  /** A length, of which the author should write one unit. */
  InUnits<Long> length() {
    return new InUnits<>(whole("epochs"), whole("steps"), position());
  }

  /** A list of lengths, of which the author should write one unit. */
  InUnits<List<Given<Long>>> lengths() {
    return new InUnits<>(wholes("epochs"), wholes("steps"), position());
  }

  private <T> Given<T> given(String name, T value) {
    return new Given<>(value, isWritten(name), position(name, value(name)));
  }

  private Position position(String name, AnnotationValue value) {
    return isWritten(name) ? new Position(element, mirror, value) : position();
  }

  private boolean isWritten(String name) {
    return mirror != null && mirror.getElementValues().containsKey(declared.get(name));
  }

  private AnnotationValue value(String name) {
    return value(declared.get(name));
  }

  private AnnotationValue value(ExecutableElement method) {
    AnnotationValue written = mirror == null ? null : mirror.getElementValues().get(method);
    return written != null ? written : method.getDefaultValue();
  }

  private static boolean isResolved(TypeMirror type, AnnotationValue value) {
    if (type.getKind() == TypeKind.ARRAY) {
      return value.getValue() instanceof List<?>
          && elements(value).stream()
              .allMatch(element -> isResolved(((ArrayType) type).getComponentType(), element));
    }
    if (type.getKind().isPrimitive()) {
      return value.getValue() instanceof Number;
    }
    // javac gives the text <error> for a value that does not compile, an enum's included; only a
    // text that was written shows its quotes.
    return value.getValue() instanceof String
        ? isText(type) && value.toString().startsWith("\"")
        : value.getValue() instanceof VariableElement;
  }

  private static boolean isText(TypeMirror type) {
    return type.toString().equals(String.class.getName());
  }

  private static List<? extends AnnotationValue> elements(AnnotationValue value) {
    return ((List<?>) value.getValue()).stream().map(AnnotationValue.class::cast).toList();
  }
}
