package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.DeclaredMethod.Role;

/** Rules for the methods that build the network and open its data. */
final class MethodRules {

  private MethodRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        Diagnostic.each(declaration.methods(), MethodRules::signature),
        Diagnostic.each(List.of(Role.values()), role -> single(declaration.methods(role))),
        complete(declaration));
  }

  private static List<Diagnostic> signature(DeclaredMethod method) {
    Optional<String> flaw = flaw(method);
    if (flaw.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.METHOD_SIGNATURE,
            method.position(),
            "@" + method.role().annotation() + " method " + method.name() + " " + flaw.get(),
            "write " + expected(method)));
  }

  /** The first thing that is wrong with a method, if anything is. */
  private static Optional<String> flaw(DeclaredMethod method) {
    if (!method.isStatic()) {
      return Optional.of("is not static");
    }
    if (method.hidden().isPresent()) {
      return method.hidden();
    }
    if (!method.parameters().equals(List.of(parameter(method.role())))) {
      return Optional.of(
          method.parameters().isEmpty()
              ? "takes no parameters"
              : "takes (" + String.join(", ", method.parameters()) + ")");
    }
    if (!isResult(method.role(), method.result())) {
      return Optional.of("returns " + method.resultType());
    }
    return method.throwsTooMuch()
        ? Optional.of("throws a type that does not extend Exception")
        : Optional.empty();
  }

  private static String parameter(Role role) {
    return role == Role.NETWORK
        ? "org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder"
        : "org.texp4j.dl4j.DataRequest";
  }

  private static boolean isResult(Role role, Result result) {
    return role == Role.NETWORK
        ? result == Result.MULTI_LAYER || result == Result.GRAPH
        : result == Result.DATA;
  }

  private static String expected(DeclaredMethod method) {
    if (method.role() != Role.NETWORK) {
      return modifiers(method) + "DataSetIterator " + method.name() + "(DataRequest request)";
    }
    String result =
        method.result() == Result.GRAPH
            ? "ComputationGraphConfiguration"
            : "MultiLayerConfiguration";
    return modifiers(method)
        + result
        + " "
        + method.name()
        + "(NeuralNetConfiguration.Builder base)";
  }

  /** An inherited method may come from another package, so it has to be public. */
  private static String modifiers(DeclaredMethod method) {
    return method.position().origin().isPresent() ? "public static " : "static ";
  }

  private static List<Diagnostic> single(List<DeclaredMethod> sameRole) {
    return sameRole.stream()
        .skip(1)
        .map(
            method ->
                new Diagnostic(
                    Code.DUPLICATE_METHOD,
                    method.position(),
                    "both "
                        + sameRole.get(0).name()
                        + " and "
                        + method.name()
                        + " have @"
                        + method.role().annotation(),
                    "keep it on one of them"))
        .toList();
  }

  private static List<Diagnostic> complete(Declaration declaration) {
    List<DeclaredMethod> networks = declaration.methods(Role.NETWORK);
    if (!networks.isEmpty()) {
      if (!declaration.methods(Role.TRAINING_DATA).isEmpty()) {
        return List.of();
      }
      return List.of(
          new Diagnostic(
              Code.METHOD_MISSING,
              networks.get(0).position(),
              declaration.type().sourceName() + " has a @Network but no @TrainingData",
              "add @TrainingData static DataSetIterator training(DataRequest request) { … }"));
    }
    if (declaration.methods().isEmpty()) {
      return List.of();
    }
    DeclaredMethod first = declaration.methods().get(0);
    return List.of(
        new Diagnostic(
            Code.METHOD_MISSING,
            first.position(),
            declaration.type().sourceName()
                + " has @"
                + first.role().annotation()
                + " but no @Network to use it",
            "add @Network static MultiLayerConfiguration"
                + " network(NeuralNetConfiguration.Builder base) { … }"));
  }
}
