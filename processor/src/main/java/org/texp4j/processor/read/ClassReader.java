package org.texp4j.processor.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredClass.Form;
import org.texp4j.processor.model.Position;

/** Reads what a class is by itself, without its annotations and methods. */
final class ClassReader {

  private ClassReader() {}

  static DeclaredClass read(TypeElement type, String recipe, Elements elements) {
    List<TypeElement> path = path(type);
    return new DeclaredClass(
        elements.getPackageOf(type).getQualifiedName().toString(),
        path.stream().map(step -> step.getSimpleName().toString()).toList(),
        recipe,
        form(type, path),
        path.stream().allMatch(step -> step.getModifiers().contains(Modifier.PUBLIC)),
        Position.of(type));
  }

  /** The class, after those around it. */
  private static List<TypeElement> path(TypeElement type) {
    Deque<TypeElement> path = new ArrayDeque<>();
    for (Element step = type; step instanceof TypeElement at; step = step.getEnclosingElement()) {
      path.addFirst(at);
    }
    return List.copyOf(path);
  }

  private static Form form(TypeElement type, List<TypeElement> path) {
    if (type.getKind() != ElementKind.CLASS) {
      return switch (type.getKind()) {
        case ENUM -> Form.ENUM;
        case RECORD -> Form.RECORD;
        default -> Form.INTERFACE;
      };
    }
    if (path.stream().anyMatch(step -> step.getModifiers().contains(Modifier.PRIVATE))) {
      return Form.PRIVATE;
    }
    if (!type.getTypeParameters().isEmpty()) {
      return Form.GENERIC;
    }
    boolean nested = type.getNestingKind() != NestingKind.TOP_LEVEL;
    return nested && !type.getModifiers().contains(Modifier.STATIC) ? Form.INNER : Form.CLASS;
  }
}
