package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
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
import org.texp4j.processor.model.Position;

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
    List<DeclaredMethod> methods = new ArrayList<>();
    for (Role role : Role.values()) {
      methodsOf(type).filter(method -> has(method, role)).forEach(m -> methods.add(read(m, role)));
    }
    return methods;
  }

  /** Whether every type in the signatures of these methods exists. */
  boolean areResolved(TypeElement type) {
    return methodsOf(type)
        .filter(method -> Stream.of(Role.values()).anyMatch(role -> has(method, role)))
        .flatMap(MethodReader::signature)
        .noneMatch(part -> part.getKind() == TypeKind.ERROR);
  }

  private DeclaredMethod read(ExecutableElement method, Role role) {
    return new DeclaredMethod(
        role,
        method.getSimpleName().toString(),
        method.getModifiers().contains(Modifier.STATIC),
        method.getModifiers().contains(Modifier.PRIVATE),
        method.getParameters().stream().map(VariableElement::asType).map(this::name).toList(),
        result(method.getReturnType()),
        name(method.getReturnType()),
        !method.getThrownTypes().stream().allMatch(thrown -> is(thrown, "java.lang.Exception")),
        Position.of(method));
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

  private static Stream<ExecutableElement> methodsOf(TypeElement type) {
    return ElementFilter.methodsIn(type.getEnclosedElements()).stream();
  }

  private static boolean has(Element method, Role role) {
    return Language.has(method, role.annotation());
  }

  private static Stream<TypeMirror> signature(ExecutableElement method) {
    return Stream.of(
            Stream.of(method.getReturnType()),
            method.getParameters().stream().map(VariableElement::asType),
            method.getThrownTypes().stream())
        .flatMap(parts -> parts);
  }
}
