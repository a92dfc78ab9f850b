package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Position.Origin;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.annotation.Unresolved.Kind;

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

  /** Methods with a role, into the model. */
  List<DeclaredMethod> read(RoleMethods methods) {
    List<DeclaredMethod> read = new ArrayList<>();
    for (Map.Entry<Role, List<ExecutableElement>> entry : methods.byRole().entrySet()) {
      for (ExecutableElement method : entry.getValue()) {
        read.add(read(methods.type(), method, entry.getKey()));
      }
    }
    return read;
  }

  /** The types in the signatures of methods that do not exist. */
  static List<Unresolved> unresolved(RoleMethods methods) {
    List<Unresolved> found = new ArrayList<>();
    for (ExecutableElement method : methods.all()) {
      for (TypeMirror part : signature(method)) {
        if (part.getKind() == TypeKind.ERROR) {
          Position at = at(methods.type(), method);
          found.add(new Unresolved(Kind.CLASS, part.toString(), Set.of(), at));
        }
      }
    }
    return found;
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
        at(type, method));
  }

  private static List<String> parameters(ExecutableElement method) {
    List<String> names = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      names.add(name(parameter.asType()));
    }
    return names;
  }

  private boolean throwsTooMuch(ExecutableElement method) {
    for (TypeMirror thrown : method.getThrownTypes()) {
      if (!is(thrown, "java.lang.Exception")) {
        return true;
      }
    }
    return false;
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
            Optional.of(new Origin(owner.getSimpleName().toString(), Position.of(type))));
  }

  private Result result(TypeMirror type) {
    Result exact = RESULTS.get(name(type));
    if (exact != null) {
      return exact;
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
  private static String name(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
        : type.toString();
  }

  private static List<TypeMirror> signature(ExecutableElement method) {
    List<TypeMirror> signature = new ArrayList<>(List.of(method.getReturnType()));
    for (VariableElement parameter : method.getParameters()) {
      signature.add(parameter.asType());
    }
    signature.addAll(method.getThrownTypes());
    return signature;
  }
}
