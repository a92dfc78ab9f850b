package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.texp4j.processor.model.DeclaredMethod.Role;

/**
 * The methods of a class that have a role in a declaration: its own, or else those of the nearest
 * superclass. Static methods are inherited, and hidden by the class's own.
 *
 * @param line the class and its existing superclasses, the nearest first, without {@code Object}
 * @param byRole the methods; one with two roles is listed twice
 */
record RoleMethods(List<TypeElement> line, Map<Role, List<ExecutableElement>> byRole) {

  static RoleMethods of(TypeElement type) {
    List<TypeElement> line = line(type);
    Map<Role, List<ExecutableElement>> nearest = new EnumMap<>(Role.class);
    line.forEach(at -> own(at).forEach(nearest::putIfAbsent));
    return new RoleMethods(line, nearest);
  }

  private static List<TypeElement> line(TypeElement type) {
    List<TypeElement> line = new ArrayList<>(List.of(type));
    for (TypeMirror above = type.getSuperclass(); above.getKind() == TypeKind.DECLARED; ) {
      TypeElement at = (TypeElement) ((DeclaredType) above).asElement();
      above = at.getSuperclass();
      if (above.getKind() != TypeKind.NONE) {
        line.add(at);
      }
    }
    return line;
  }

  private static Map<Role, List<ExecutableElement>> own(TypeElement type) {
    Map<Role, List<ExecutableElement>> own = new EnumMap<>(Role.class);
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      for (AnnotationMirror mirror : Language.annotations(method)) {
        Role.of(Language.name(mirror))
            .ifPresent(role -> own.computeIfAbsent(role, any -> new ArrayList<>()).add(method));
      }
    }
    return own;
  }

  /** The class itself. */
  TypeElement type() {
    return line.get(0);
  }

  /** The methods, each once. */
  Set<ExecutableElement> all() {
    return byRole.values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
