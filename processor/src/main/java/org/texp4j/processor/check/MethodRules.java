package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.DeclaredMethod.Role;

/** Rules for the methods that build the network, open its data and compute metrics. */
final class MethodRules {

  /** The roles that one method at most may have. */
  private static final List<Role> SINGLE =
      List.of(Role.NETWORK, Role.TRAINING_DATA, Role.EVALUATION_DATA);

  private MethodRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        Diagnostic.each(declaration.methods(), MethodRules::signature),
        Diagnostic.each(SINGLE, role -> single(declaration.methods(role))),
        metrics(declaration.methods(Role.METRIC)),
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
    if (!method.parameters().equals(parameters(method.role()))) {
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

  private static List<String> parameters(Role role) {
    return switch (role) {
      case NETWORK -> List.of("org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder");
      case TRAINING_DATA, EVALUATION_DATA -> List.of("org.texp4j.dl4j.DataRequest");
      case METRIC ->
          List.of("org.texp4j.dl4j.TrainedNetwork", "java.lang.Iterable<org.texp4j.dl4j.Batch>");
    };
  }

  private static boolean isResult(Role role, Result result) {
    return switch (role) {
      case NETWORK ->
          result == Result.MULTI_LAYER || result == Result.GRAPH || result == Result.INITIALIZED;
      case TRAINING_DATA, EVALUATION_DATA -> result == Result.DATA || result == Result.MULTI_DATA;
      case METRIC -> result == Result.NUMBER;
    };
  }

  private static String expected(DeclaredMethod method) {
    return modifiers(method)
        + switch (method.role()) {
          case NETWORK -> expectedNetwork(method);
          case TRAINING_DATA, EVALUATION_DATA ->
              (method.result() == Result.MULTI_DATA ? "MultiDataSetIterator " : "DataSetIterator ")
                  + method.name()
                  + "(DataRequest request)";
          case METRIC ->
              "double " + method.name() + "(TrainedNetwork network, Iterable<Batch> data)";
        };
  }

  private static String expectedNetwork(DeclaredMethod method) {
    String result =
        switch (method.result()) {
          case GRAPH -> "ComputationGraphConfiguration";
          case INITIALIZED -> method.resultType().replaceFirst(".*\\.", "");
          default -> "MultiLayerConfiguration";
        };
    return result
        + " "
        + method.name()
        + "(NeuralNetConfiguration.Builder base)"
        + (isResult(method.role(), method.result())
            ? ""
            : ", or return a ComputationGraphConfiguration or, to start from its weights, an"
                + " initialized MultiLayerNetwork, ComputationGraph or Model");
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

  /** Metrics have different names, and one of them at most is primary. */
  private static List<Diagnostic> metrics(List<DeclaredMethod> metrics) {
    List<Diagnostic> found = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      DeclaredMethod later = metrics.get(i);
      for (DeclaredMethod earlier : metrics.subList(0, i)) {
        if (earlier.name().equals(later.name())) {
          found.add(
              new Diagnostic(
                  Code.DUPLICATE_METHOD,
                  later.position(),
                  "two methods " + later.name() + " have @Metric, which takes its name from them",
                  "rename one of them"));
        } else if (isPrimary(earlier) && isPrimary(later)) {
          found.add(
              new Diagnostic(
                  Code.DUPLICATE_METHOD,
                  later.metric().orElseThrow().primary().position(),
                  "both " + earlier.name() + " and " + later.name() + " are primary metrics",
                  "write primary = true on one of them"));
        }
      }
    }
    return found;
  }

  private static boolean isPrimary(DeclaredMethod method) {
    return method.metric().orElseThrow().primary().value();
  }

  private static List<Diagnostic> complete(Declaration declaration) {
    List<DeclaredMethod> networks = declaration.methods(Role.NETWORK);
    if (!networks.isEmpty()) {
      if (!declaration.methods(Role.TRAINING_DATA).isEmpty()) {
        return measured(declaration);
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

  /** A metric needs data to be computed on. */
  private static List<Diagnostic> measured(Declaration declaration) {
    return declaration.methods(Role.EVALUATION_DATA).isEmpty()
        ? declaration.methods(Role.METRIC).stream()
            .limit(1)
            .map(
                metric ->
                    new Diagnostic(
                        Code.METHOD_MISSING,
                        metric.position(),
                        declaration.type().sourceName() + " has a @Metric but no @EvaluationData",
                        "add @EvaluationData static DataSetIterator evaluation(DataRequest request)"
                            + " { … }"))
            .toList()
        : List.of();
  }
}
