package org.texp4j.processor.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.annotation.Position;

/** Reads a class itself, without its annotations and methods. */
final class ClassReader {

  private ClassReader() {}

  /** The class, as if it had one recipe without a name. */
  static DeclaredClass read(RoleMethods methods, Elements elements) {
    TypeElement type = methods.type();
    Deque<String> names = new ArrayDeque<>();
    boolean isPrivate = false;
    boolean isPublic = true;
    boolean isDeprecated = false;
    for (ExecutableElement method : methods.all()) {
      isDeprecated |= elements.isDeprecated(method);
    }
    for (Element step = type; step instanceof TypeElement; step = step.getEnclosingElement()) {
      names.addFirst(step.getSimpleName().toString());
      isPrivate |= step.getModifiers().contains(Modifier.PRIVATE);
      isPublic &= step.getModifiers().contains(Modifier.PUBLIC);
      isDeprecated |= elements.isDeprecated(step);
    }
    String packageName = elements.getPackageOf(type).getQualifiedName().toString();
    return new DeclaredClass(
        packageName, List.copyOf(names), "", isPrivate, isPublic, isDeprecated, Position.of(type));
  }
}
