package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.Missing;
import org.texp4j.processor.model.Missing.Kind;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.model.Position.Carrier;

/** Reads the methods of a class that have a role in a declaration. */
final class MethodReader {

  private static final Map<String, Result> RESULTS =
      Map.of(
          "org.deeplearning4j.nn.conf.MultiLayerConfiguration", Result.MULTI_LAYER,
          "org.deeplearning4j.nn.conf.ComputationGraphConfiguration", Result.GRAPH,
          "org.nd4j.linalg.dataset.api.iterator.DataSetIterator", Result.DATA);

  private final Elements elements;
  private final Types types;

  MethodReader(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** The methods with a role; a method with two roles is there twice. */
  List<DeclaredMethod> read(TypeElement type) {
    List<DeclaredMethod> read = new ArrayList<>();
    for (Map.Entry<Role, List<ExecutableElement>> methods : byRole(type).entrySet()) {
      for (ExecutableElement method : methods.getValue()) {
        read.add(read(type, method, methods.getKey()));
      }
    }
    return read;
  }

  /** The methods with a role, each once. */
  static Set<ExecutableElement> methods(TypeElement type) {
    Set<ExecutableElement> methods = new LinkedHashSet<>();
    byRole(type).values().forEach(methods::addAll);
    return methods;
  }

  /** The types in the signatures of these methods that do not exist. */
  List<Missing> missing(TypeElement type) {
    List<Missing> found = new ArrayList<>();
    for (ExecutableElement method : methods(type)) {
      for (TypeMirror part : signature(method)) {
        if (part.getKind() == TypeKind.ERROR) {
          found.add(new Missing(Kind.CLASS, part.toString(), Set.of(), at(type, method)));
        }
      }
    }
    return found;
  }

  /** A class and those above it that exist, the nearest first. */
  static List<TypeElement> line(TypeElement type) {
    List<TypeElement> line = new ArrayList<>(List.of(type));
    for (TypeMirror above = type.getSuperclass(); above.getKind() == TypeKind.DECLARED; ) {
      TypeElement at = (TypeElement) ((DeclaredType) above).asElement();
      line.add(at);
      above = at.getSuperclass();
    }
    return line;
  }

  /**
   * Those with a role that the class itself has, or else the nearest class above it: static methods
   * are inherited, and hidden by the class's own.
   */
  private static Map<Role, List<ExecutableElement>> byRole(TypeElement type) {
    Map<Role, List<ExecutableElement>> nearest = new EnumMap<>(Role.class);
    for (TypeElement at : line(type)) {
      Map<Role, List<ExecutableElement>> own = new EnumMap<>(Role.class);
      for (ExecutableElement method : ElementFilter.methodsIn(at.getEnclosedElements())) {
        for (AnnotationMirror mirror : Language.annotations(method)) {
          Role.of(Language.name(mirror))
              .ifPresent(role -> own.computeIfAbsent(role, any -> new ArrayList<>()).add(method));
        }
      }
      own.forEach(nearest::putIfAbsent);
    }
    return nearest;
  }

  private DeclaredMethod read(TypeElement type, ExecutableElement method, Role role) {
    return new DeclaredMethod(
        role,
        method.getSimpleName().toString(),
        method.getModifiers().contains(Modifier.STATIC),
        hidden(type, method),
        method.getParameters().stream().map(VariableElement::asType).map(this::name).toList(),
        result(method.getReturnType()),
        name(method.getReturnType()),
        !method.getThrownTypes().stream().allMatch(thrown -> is(thrown, "java.lang.Exception")),
        at(type, method));
  }

  private Optional<String> hidden(TypeElement type, ExecutableElement method) {
    if (method.getModifiers().contains(Modifier.PRIVATE)) {
      return Optional.of("is private");
    }
    PackageElement from = elements.getPackageOf(type);
    return method.getModifiers().contains(Modifier.PUBLIC)
            || elements.getPackageOf(method).equals(from)
        ? Optional.empty()
        : Optional.of("is not visible from " + from);
  }

  private static Position at(TypeElement type, ExecutableElement method) {
    Element owner = method.getEnclosingElement();
    return owner.equals(type)
        ? Position.of(method)
        : new Position(
            method,
            null,
            null,
            Optional.of(new Carrier(owner.getSimpleName().toString(), Position.of(type))));
  }

  private Result result(TypeMirror type) {
    if (RESULTS.containsKey(name(type))) {
      return RESULTS.get(name(type));
    }
    for (Map.Entry<String, Result> known : RESULTS.entrySet()) {
      if (is(type, known.getKey())) {
        return known.getValue();
      }
    }
    return Result.OTHER;
  }

  private boolean is(TypeMirror type, String name) {
    TypeElement target = elements.getTypeElement(name);
    return target != null
        && type.getKind() == TypeKind.DECLARED
        && types.isAssignable(types.erasure(type), types.erasure(target.asType()));
  }

  /** The qualified name of a class without its type arguments, or the type as written. */
  private String name(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
        : type.toString();
  }

  private static List<TypeMirror> signature(ExecutableElement method) {
    List<TypeMirror> signature = new ArrayList<>(List.of(method.getReturnType()));
    method.getParameters().forEach(parameter -> signature.add(parameter.asType()));
    signature.addAll(method.getThrownTypes());
    return signature;
  }
}
