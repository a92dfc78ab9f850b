package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;

/** Reads {@code @SuppressWarnings}. */
public final class Suppressions {

  private Suppressions() {}

  /** The values on an element and on every element around it. */
  public static Set<String> around(Element element) {
    Set<String> texts = new HashSet<>();
    for (Element at = element; at != null; at = at.getEnclosingElement()) {
      on(at).forEach(text -> texts.add(text.value()));
    }
    return texts;
  }

  /** The values on a module, or on a class and its members other than nested classes. */
  public static List<AttributeValue<String>> in(Element element) {
    List<AttributeValue<String>> texts = new ArrayList<>(on(element));
    if (element instanceof TypeElement type) {
      for (Element member : type.getEnclosedElements()) {
        if (!(member instanceof TypeElement)) {
          texts.addAll(on(member));
        }
      }
    }
    return texts;
  }

  private static List<AttributeValue<String>> on(Element element) {
    List<AttributeValue<String>> texts = new ArrayList<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (isSuppressWarnings(mirror)) {
        texts(element, mirror).forEach(texts::add);
      }
    }
    return texts;
  }

  private static boolean isSuppressWarnings(AnnotationMirror mirror) {
    return ((TypeElement) mirror.getAnnotationType().asElement())
        .getQualifiedName()
        .contentEquals(SuppressWarnings.class.getName());
  }

  private static Stream<AttributeValue<String>> texts(Element element, AnnotationMirror mirror) {
    return mirror.getElementValues().values().stream()
        .map(AnnotationValue::getValue)
        .filter(List.class::isInstance)
        .flatMap(list -> ((List<?>) list).stream())
        .map(AnnotationValue.class::cast)
        .filter(value -> value.getValue() instanceof String)
        .map(
            value ->
                new AttributeValue<>(
                    (String) value.getValue(), true, new Position(element, mirror, value)));
  }
}
