package org.texp4j.processor.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.DeclaredMethod.Role;

/** Rules for the methods that build the network and open its data. */
final class MethodRules {

  private MethodRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        List.of(
            declaration.methods().stream().flatMap(MethodRules::signature),
            Stream.of(Role.values()).flatMap(role -> single(declaration.methods(role))),
            complete(declaration)));
  }

  private static Stream<Diagnostic> signature(DeclaredMethod method) {
    return flaw(method)
        .limit(1)
        .map(
            flaw ->
                new Diagnostic(
                    Code.METHOD_SIGNATURE,
                    method.position(),
                    "@" + method.role().annotation() + " method " + method.name() + " " + flaw,
                    "write " + expected(method)));
  }

  private static Stream<String> flaw(DeclaredMethod method) {
    Stream.Builder<String> flaws = Stream.builder();
    if (!method.isStatic()) {
      flaws.add("is not static");
    }
    method.hidden().ifPresent(flaws::add);
    if (!method.parameters().equals(List.of(parameter(method.role())))) {
      flaws.add(
          method.parameters().isEmpty()
              ? "takes nothing"
              : "takes (" + String.join(", ", method.parameters()) + ")");
    }
    if (!results(method.role()).contains(method.result())) {
      flaws.add("returns " + method.resultType());
    }
    if (method.throwsTooMuch()) {
      flaws.add("throws more than Exception");
    }
    return flaws.build();
  }

  private static String parameter(Role role) {
    return role == Role.NETWORK
        ? "org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder"
        : "org.texp4j.dl4j.DataRequest";
  }

  private static Set<Result> results(Role role) {
    return role == Role.NETWORK ? Set.of(Result.MULTI_LAYER, Result.GRAPH) : Set.of(Result.DATA);
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

  /** A method inherited from another package has to be public. */
  private static String modifiers(DeclaredMethod method) {
    return method.position().carrier().isPresent() ? "public static " : "static ";
  }

  private static Stream<Diagnostic> single(List<DeclaredMethod> sameRole) {
    return sameRole.stream()
        .skip(1)
        .map(
            method ->
                new Diagnostic(
                    Code.DUPLICATE_METHOD,
                    method.position(),
                    "@"
                        + method.role().annotation()
                        + " stands on "
                        + method.name()
                        + " and on "
                        + sameRole.get(0).name(),
                    "keep it on one of them"));
  }

  private static Stream<Diagnostic> complete(Declaration declaration) {
    List<DeclaredMethod> networks = declaration.methods(Role.NETWORK);
    if (!networks.isEmpty()) {
      if (!declaration.methods(Role.TRAINING_DATA).isEmpty()) {
        return Stream.empty();
      }
      return Stream.of(
          new Diagnostic(
              Code.METHOD_MISSING,
              networks.get(0).position(),
              declaration.type().sourceName() + " has a @Network but no @TrainingData",
              "add @TrainingData static DataSetIterator training(DataRequest request) { … }"));
    }
    return declaration.methods().stream()
        .limit(1)
        .map(
            method ->
                new Diagnostic(
                    Code.METHOD_MISSING,
                    method.position(),
                    declaration.type().sourceName()
                        + " has @"
                        + method.role().annotation()
                        + " but no @Network to use it",
                    "add @Network static MultiLayerConfiguration"
                        + " network(NeuralNetConfiguration.Builder base) { … }"));
  }
}
