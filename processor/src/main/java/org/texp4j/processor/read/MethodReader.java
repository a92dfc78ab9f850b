package org.texp4j.processor.read;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
    return Stream.of(Role.values())
        .flatMap(role -> methods(type, role).map(method -> read(type, method, role)))
        .toList();
  }

  /** The methods with a role, each once. */
  static Stream<ExecutableElement> methods(TypeElement type) {
    return Stream.of(Role.values()).flatMap(role -> methods(type, role)).distinct();
  }

  /** The types in the signatures of these methods that do not exist. */
  Stream<Missing> missing(TypeElement type) {
    return methods(type)
        .flatMap(
            method ->
                signature(method)
                    .filter(part -> part.getKind() == TypeKind.ERROR)
                    .map(
                        part ->
                            new Missing(Kind.CLASS, part.toString(), Set.of(), at(type, method))));
  }

  /** A class and those above it that exist, the nearest first. */
  static Stream<TypeElement> line(TypeElement type) {
    return Stream.iterate(type, Objects::nonNull, MethodReader::above);
  }

  private static TypeElement above(TypeElement type) {
    return type.getSuperclass().getKind() == TypeKind.DECLARED
        ? (TypeElement) ((DeclaredType) type.getSuperclass()).asElement()
        : null;
  }

  /**
   * Those with a role that the class itself has, or else the nearest class above it: static methods
   * are inherited, and hidden by the class's own.
   */
  private static Stream<ExecutableElement> methods(TypeElement type, Role role) {
    return line(type)
        .map(
            at ->
                ElementFilter.methodsIn(at.getEnclosedElements()).stream()
                    .filter(method -> Language.has(method, role.annotation()))
                    .toList())
        .filter(own -> !own.isEmpty())
        .findFirst()
        .stream()
        .flatMap(List::stream);
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
    return RESULTS.keySet().stream()
        .filter(name -> is(type, name))
        .findFirst()
        .map(RESULTS::get)
        .orElse(Result.OTHER);
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

  private static Stream<TypeMirror> signature(ExecutableElement method) {
    return Stream.of(
            Stream.of(method.getReturnType()),
            method.getParameters().stream().map(VariableElement::asType),
            method.getThrownTypes().stream())
        .flatMap(parts -> parts);
  }
}
