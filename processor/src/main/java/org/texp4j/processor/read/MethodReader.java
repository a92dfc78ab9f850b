package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Metric;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Position.Origin;

/** Reads the methods of a class that have a role in a declaration. */
final class MethodReader {

  private static final Map<String, Result> RESULTS =
      Map.of(
          "org.deeplearning4j.nn.conf.MultiLayerConfiguration", Result.MULTI_LAYER,
          "org.deeplearning4j.nn.conf.ComputationGraphConfiguration", Result.GRAPH,
          "org.deeplearning4j.nn.api.Model", Result.INITIALIZED,
          "org.nd4j.linalg.dataset.api.iterator.DataSetIterator", Result.DATA,
          "org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator", Result.MULTI_DATA);

  private final Elements elements;
  private final Types types;
  private final FactoryReader factories;

  MethodReader(Elements elements, Types types, FactoryReader factories) {
    this.elements = elements;
    this.types = types;
    this.factories = factories;
  }

  /** Reads methods with a role into the model. */
  List<DeclaredMethod> read(RoleMethods methods) {
    List<DeclaredMethod> read = new ArrayList<>();
    for (Map.Entry<Role, List<ExecutableElement>> entry : methods.byRole().entrySet()) {
      for (ExecutableElement method : entry.getValue()) {
        read.add(read(methods.type(), method, entry.getKey()));
      }
    }
    return read;
  }

  private DeclaredMethod read(TypeElement type, ExecutableElement method, Role role) {
    return new DeclaredMethod(
        role,
        method.getSimpleName().toString(),
        method.getModifiers().contains(Modifier.STATIC),
        hidden(type, method),
        parameters(method),
        result(method.getReturnType()),
        name(method.getReturnType()),
        throwsTooMuch(method),
        role == Role.METRIC ? Optional.of(metric(type, method)) : Optional.empty(),
        at(type, method));
  }

  private Metric metric(TypeElement type, ExecutableElement method) {
    AnnotationValues values = metricReader(type, method).read();
    return new Metric(values.text("better"), values.flag("primary"));
  }

  private AnnotationReader metricReader(TypeElement type, ExecutableElement method) {
    AnnotationMirror mirror =
        Language.annotations(method).stream()
            .filter(each -> Language.name(each).equals(Role.METRIC.annotation()))
            .findFirst()
            .orElseThrow();
    Position at = at(type, method);
    return AnnotationReader.of(new Position(at.element(), mirror, null, at.origin()), factories);
  }

  /** The annotations on methods that have attributes. */
  List<AnnotationReader> annotations(RoleMethods methods) {
    return methods.byRole().getOrDefault(Role.METRIC, List.of()).stream()
        .map(method -> metricReader(methods.type(), method))
        .toList();
  }

  private static List<String> parameters(ExecutableElement method) {
    return method.getParameters().stream()
        .map(parameter -> nameWithArguments(parameter.asType()))
        .toList();
  }

  private static String nameWithArguments(TypeMirror type) {
    if (!(type instanceof DeclaredType declared) || declared.getTypeArguments().isEmpty()) {
      return name(type);
    }
    return declared.getTypeArguments().stream()
        .map(MethodReader::nameWithArguments)
        .collect(Collectors.joining(", ", name(type) + "<", ">"));
  }

  private boolean throwsTooMuch(ExecutableElement method) {
    return method.getThrownTypes().stream().anyMatch(type -> !is(type, "java.lang.Exception"));
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

  /** The position of a method that a class declares or inherits. */
  static Position at(TypeElement type, ExecutableElement method) {
    Element owner = method.getEnclosingElement();
    return owner.equals(type)
        ? Position.of(method)
        : new Position(
            method,
            null,
            null,
            Optional.of(new Origin(owner.getSimpleName().toString(), Position.of(type))));
  }

  private Result result(TypeMirror type) {
    if (type.getKind() == TypeKind.DOUBLE) {
      return Result.NUMBER;
    }
    return RESULTS.entrySet().stream()
        .filter(known -> is(type, known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Result.OTHER);
  }

  private boolean is(TypeMirror type, String name) {
    TypeElement target = elements.getTypeElement(name);
    return target != null
        && type.getKind() == TypeKind.DECLARED
        && types.isAssignable(types.erasure(type), types.erasure(target.asType()));
  }

  /** The qualified name of a class without its type arguments, or the type as written. */
  private static String name(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
        : type.toString();
  }

  /** The types of a method: of its result, its parameters and its exceptions. */
  static Stream<TypeMirror> signature(ExecutableElement method) {
    return Stream.of(
            Stream.of(method.getReturnType()),
            method.getParameters().stream().map(VariableElement::asType),
            method.getThrownTypes().stream())
        .flatMap(types -> types);
  }
}
