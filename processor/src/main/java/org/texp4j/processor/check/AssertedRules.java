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

  /** Each is a call in one chain in the training class; compilers fail on very long chains. */
  private static final int MOST_GROUPS = 200;

  /** More would not fit into the initializer of the training class, which holds 64 KiB. */
  private static final int MOST_NAMES = 4_000;

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

  private static List<Diagnostic> few(
      AttributeValue<List<AttributeValue<String>>> asserted, int names) {
    int groups = asserted.value().size();
    String many =
        groups > MOST_GROUPS
            ? "has " + groups + " groups, but at most " + MOST_GROUPS
            : "names " + names + " tensors, but at most " + MOST_NAMES;
    return groups <= MOST_GROUPS && names <= MOST_NAMES
        ? List.of()
        : List.of(
            flaw(
                asserted,
                "asserted " + many + " are possible",
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

  private static Diagnostic flaw(AttributeValue<?> group, String problem, String remedy) {
    return new Diagnostic(Code.ASSERTED_TENSORS, group.position(), problem, remedy);
  }
}
