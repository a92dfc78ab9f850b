package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.annotation.Unresolved.Kind;

/**
 * The attributes of one annotation, written or default, each with its position.
 *
 * <p>Check {@link #unresolved} first: an attribute whose value does not compile has no value to
 * read.
 */
final class AnnotationReader {

  private final Position at;
  private final TypeElement annotation;
  private final List<ExecutableElement> declared;
  private final Map<? extends ExecutableElement, ? extends AnnotationValue> written;
  private final FactoryReader factories;

  private AnnotationReader(Position at, TypeElement annotation, FactoryReader factories) {
    this.at = at;
    this.annotation = annotation;
    this.declared = ElementFilter.methodsIn(annotation.getEnclosedElements());
    this.written = at.annotation() == null ? Map.of() : at.annotation().getElementValues();
    this.factories = factories;
  }

  /** The attributes of the annotation at a position. */
  static AnnotationReader of(Position at, FactoryReader factories) {
    return new AnnotationReader(
        at, (TypeElement) at.annotation().getAnnotationType().asElement(), factories);
  }

  /** The attributes of an annotation that is absent from an element: its defaults. */
  static AnnotationReader defaults(
      Element element, TypeElement annotation, FactoryReader factories) {
    return new AnnotationReader(Position.of(element), annotation, factories);
  }

  /** The annotation, or the element from which it is absent. */
  Position position() {
    return at;
  }

  /** The attributes that have no value of their type. */
  List<Unresolved> unresolved() {
    List<Unresolved> found = new ArrayList<>();
    for (ExecutableElement method : declared) {
      AnnotationValue value = value(method);
      if (value == null) {
        found.add(new Unresolved(Kind.VALUE, "", Set.of(), at));
      } else {
        addUnresolved(method.getReturnType(), value, found);
      }
    }
    return found;
  }

  /** The names of the attributes of this annotation. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    for (ExecutableElement method : declared) {
      names.add(method.getSimpleName().toString());
    }
    return names;
  }

  /** The annotation, free of the compiler's types. */
  AnnotationValues read() {
    Map<String, AttributeValue<Object>> attributes = new LinkedHashMap<>();
    for (ExecutableElement method : declared) {
      boolean isWritten = written.containsKey(method);
      AnnotationValue value = value(method);
      attributes.put(
          method.getSimpleName().toString(),
          new AttributeValue<>(read(value, isWritten), isWritten, isWritten ? at.at(value) : at));
    }
    return new AnnotationValues(annotation.getSimpleName().toString(), attributes, at);
  }

  /** A value; where it is written, so is every element of a list. */
  private Object read(AnnotationValue value, boolean isWritten) {
    Object content = value.getValue();
    if (content instanceof List<?> parts) {
      List<AttributeValue<Object>> elements = new ArrayList<>();
      for (Object part : parts) {
        AnnotationValue element = (AnnotationValue) part;
        elements.add(
            new AttributeValue<>(read(element, isWritten), true, isWritten ? at.at(element) : at));
      }
      return List.copyOf(elements);
    }
    if (content instanceof VariableElement constant) {
      return constant.getSimpleName().toString();
    }
    if (content instanceof AnnotationMirror inner) {
      return of(inside(inner), factories).read();
    }
    return content instanceof TypeMirror type ? factories.read(type, at.use().element()) : content;
  }

  private Position inside(AnnotationMirror inner) {
    return new Position(at.element(), inner, null, at.origin());
  }

  private AnnotationValue value(ExecutableElement method) {
    AnnotationValue value = written.get(method);
    return value == null ? method.getDefaultValue() : value;
  }

  private void addUnresolved(TypeMirror type, AnnotationValue value, List<Unresolved> found) {
    Object content = value.getValue();
    if (type.getKind() == TypeKind.ARRAY && content instanceof List<?> parts) {
      TypeMirror part = ((ArrayType) type).getComponentType();
      for (Object element : parts) {
        addUnresolved(part, (AnnotationValue) element, found);
      }
    } else if (content instanceof AnnotationMirror inner
        && isElementOf(type, inner.getAnnotationType().asElement())) {
      found.addAll(of(inside(inner), factories).unresolved());
    } else if (!isResolved(type, value)) {
      Set<String> constants = constants(type);
      Kind kind = !constants.isEmpty() ? Kind.CHOICE : isClass(type) ? Kind.CLASS : Kind.CONSTANT;
      found.add(new Unresolved(kind, className(content), constants, at.at(value)));
    }
  }

  private static boolean isResolved(TypeMirror type, AnnotationValue value) {
    Object content = value.getValue();
    if (type.getKind() == TypeKind.ARRAY) {
      return false;
    }
    if (type.getKind().isPrimitive()) {
      return type.getKind() == TypeKind.BOOLEAN
          ? content instanceof Boolean
          : content instanceof Number;
    }
    // javac gives the string <error> for a value that does not compile, even for an enum; only a
    // string literal shows its quotes.
    return content instanceof String
        ? isText(type) && value.toString().startsWith("\"")
        : content instanceof VariableElement constant
                && isElementOf(type, constant.getEnclosingElement())
            || content instanceof TypeMirror named && named.getKind() != TypeKind.ERROR;
  }

  private static String className(Object content) {
    return content instanceof TypeMirror named ? named.toString() : "";
  }

  private static Set<String> constants(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? declared.asElement().getEnclosedElements().stream()
            .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
            .map(constant -> constant.getSimpleName().toString())
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** Whether a value has the type of its attribute: compilers also expose one that does not. */
  private static boolean isElementOf(TypeMirror type, Element of) {
    return type instanceof DeclaredType declared && declared.asElement().equals(of);
  }

  private static boolean isClass(TypeMirror type) {
    return type instanceof DeclaredType declared
        && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals("java.lang.Class");
  }

  private static boolean isText(TypeMirror type) {
    return type.toString().equals(String.class.getName());
  }
}
