package org.texp4j.processor.read;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Position;

/** Reads {@code @SuppressWarnings}. */
public final class Suppressions {

  private Suppressions() {}

  /** The texts on an element and on every element around it. */
  public static Set<String> around(Element element) {
    Set<String> texts = new HashSet<>();
    for (Element at = element; at != null; at = at.getEnclosingElement()) {
      on(at).map(Given::value).forEach(texts::add);
    }
    return texts;
  }

  /** The texts on a module, a class or the members of a class, but not those in classes inside. */
  public static List<Given<String>> in(Element element) {
    Stream<? extends Element> members =
        element instanceof TypeElement type
            ? type.getEnclosedElements().stream().filter(member -> !(member instanceof TypeElement))
            : Stream.empty();
    return Stream.concat(Stream.of(element), members).flatMap(Suppressions::on).toList();
  }

  private static Stream<Given<String>> on(Element element) {
    return element.getAnnotationMirrors().stream()
        .filter(Suppressions::isSuppressWarnings)
        .flatMap(mirror -> texts(element, mirror));
  }

  private static boolean isSuppressWarnings(AnnotationMirror mirror) {
    return ((TypeElement) mirror.getAnnotationType().asElement())
        .getQualifiedName()
        .contentEquals(SuppressWarnings.class.getName());
  }

  private static Stream<Given<String>> texts(Element element, AnnotationMirror mirror) {
    return mirror.getElementValues().values().stream()
        .map(AnnotationValue::getValue)
        .filter(List.class::isInstance)
        .flatMap(list -> ((List<?>) list).stream())
        .map(AnnotationValue.class::cast)
        .filter(value -> value.getValue() instanceof String)
        .map(
            value ->
                new Given<>((String) value.getValue(), true, new Position(element, mirror, value)));
  }
}
