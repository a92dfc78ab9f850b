package org.texp4j.processor.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Position;

/** Reads what a class is by itself, without what its annotations and methods say. */
final class ClassReader {

  private ClassReader() {}

  static DeclaredClass read(TypeElement type, String recipe, Elements elements) {
    List<TypeElement> path = path(type);
    return new DeclaredClass(
        elements.getPackageOf(type).getQualifiedName().toString(),
        path.stream().map(step -> step.getSimpleName().toString()).toList(),
        recipe,
        path.stream().anyMatch(step -> step.getModifiers().contains(Modifier.PRIVATE)),
        path.stream().allMatch(step -> step.getModifiers().contains(Modifier.PUBLIC)),
        Stream.concat(path.stream(), MethodReader.methods(type).stream())
            .anyMatch(elements::isDeprecated),
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
}
