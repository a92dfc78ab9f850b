package org.texp4j.processor.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.annotation.AttributeValue;

/**
 * Rules for the names of tensors that are asserted to be scale invariant; only the runtime has the
 * network to check them against.
 */
final class AssertedRules {

  /** More names would not fit into the initializer of the training class, which holds 64 KiB. */
  private static final int MOST = 4_000;

  private static final String EXAMPLE = "asserted = \"attention_Wq, attention_Wk\"";

  private AssertedRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    Set<String> named = new HashSet<>();
    return declaration
        .normalized()
        .map(
            of ->
                Diagnostic.all(
                    Diagnostic.each(of.asserted().value(), group -> ofGroup(group, named)),
                    few(of.asserted(), named.size())))
        .orElse(List.of());
  }

  private static List<Diagnostic> few(AttributeValue<?> asserted, int count) {
    return count <= MOST
        ? List.of()
        : List.of(
            new Diagnostic(
                Code.ASSERTED_TENSORS,
                asserted.position(),
                "asserted names " + count + " tensors, but at most " + MOST + " are possible",
                "split the network, or use normalizations whose invariance can be proven"));
  }

  /** Checks a group and adds its names to those of the groups before it. */
  private static List<Diagnostic> ofGroup(AttributeValue<String> group, Set<String> named) {
    if (group.value().isBlank()) {
      return List.of(
          flaw(
              group,
              "a group in asserted names no tensor",
              "write, for example, " + EXAMPLE + ", or leave it out"));
    }
    List<String> names = Normalized.names(group.value());
    if (names.contains("")) {
      return List.of(
          flaw(
              group,
              "\"" + group.value() + "\" in asserted contains an empty name",
              "write exactly one comma between names, for example " + EXAMPLE));
    }
    // Groups that share a tensor need not be invariant together: a loss of a/(bc) does not change
    // with a and b, nor with a and c, but does with all three, which the conversion would scale.
    return names.stream()
        .filter(name -> !named.add(name))
        .distinct()
        .map(
            name ->
                flaw(
                    group,
                    "asserted names the tensor " + name + " twice",
                    "write it once, in the group of tensors that share its scale"))
        .toList();
  }

  private static Diagnostic flaw(AttributeValue<String> group, String problem, String remedy) {
    return new Diagnostic(Code.ASSERTED_TENSORS, group.position(), problem, remedy);
  }
}
