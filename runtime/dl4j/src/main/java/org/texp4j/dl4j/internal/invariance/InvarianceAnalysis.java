package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.texp4j.dl4j.internal.invariance.Propagation.Normalized;
import org.texp4j.dl4j.internal.invariance.Propagation.Tensor;
import org.texp4j.dl4j.internal.network.NetworkDescription;

/**
 * The proof of scale invariance from a network's configuration.
 *
 * <p>Every array in the network gets a degree of homogeneity: a linear form in which each weight
 * tensor counts 1 if it is scaled and 0 if not. The output of a normalization of a homogeneous
 * input has degree 0 (Li and Arora 2020, Lemma 1.3 and Appendix). Where arrays are added, their
 * degrees must be equal; before the loss and before anything that is not homogeneous, they must be
 * 0. These are linear conditions, whose solutions in zeros and ones are the sets of tensors that
 * may be scaled. The input and the weights of a layer without a rule must have degree 0, so nothing
 * is assumed about it.
 */
public final class InvarianceAnalysis {

  private InvarianceAnalysis() {}

  /** Analyzes a network with all its weight tensors as candidates. */
  public static Proof prove(NetworkDescription network) {
    return prove(network, Map.of());
  }

  /**
   * Analyzes a network.
   *
   * @param kept the names of weight tensors that are not to be scaled, with the reason
   */
  public static Proof prove(NetworkDescription network, Map<String, String> kept) {
    return prove(network, kept, List.of());
  }

  /**
   * Analyzes a network.
   *
   * @param kept the names of weight tensors that are not to be scaled, with the reason
   * @param asserted sets of weight tensors that the author asserts to be invariant, which become
   *     groups without proof
   */
  static Proof prove(
      NetworkDescription network, Map<String, String> kept, List<Set<String>> asserted) {
    Propagation propagation = Propagation.through(network);
    List<String> tensors = propagation.tensors().stream().map(Tensor::name).toList();
    Set<String> taken = new LinkedHashSet<>(kept.keySet());
    asserted.forEach(taken::addAll);
    List<Set<String>> groups = new ArrayList<>(asserted);
    groups.addAll(InvariantGroups.find(tensors, propagation.conditions(), taken));

    NonInvarianceReasons reasons = NonInvarianceReasons.find(propagation.conditions(), kept);
    List<Verdict> verdicts = new ArrayList<>();
    for (Tensor tensor : propagation.tensors()) {
      int number = numberOf(tensor.name(), groups);
      if (number == 0) {
        NonInvarianceReasons.Reason reason = reasons.of(tensor.name());
        verdicts.add(
            new Verdict(tensor.node(), tensor.parameter(), 0, reason.why(), reason.remedy()));
      } else {
        String reason =
            (number <= asserted.size() ? "asserted by the author, " : "")
                + together(tensor.name(), groups.get(number - 1))
                + absorbed(groups.get(number - 1), propagation.normalized());
        verdicts.add(new Verdict(tensor.node(), tensor.parameter(), number, reason, ""));
      }
    }
    return new Proof(
        verdicts, groups, asserted, propagation.normalized(), propagation.scalingBiases());
  }

  private static int numberOf(String tensor, List<Set<String>> groups) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).contains(tensor)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static String together(String tensor, Set<String> group) {
    List<String> others = group.stream().filter(other -> !other.equals(tensor)).toList();
    return others.isEmpty() ? "alone" : "jointly with " + listed(others);
  }

  private static String absorbed(Set<String> group, List<Normalized> normalized) {
    List<String> by =
        normalized.stream()
            .filter(each -> each.degree().in(group) > 0)
            .map(
                each ->
                    (each.hasEpsilon() ? "" : "the normalization in ")
                        + each.label()
                        + (each.degree().in(group) > 1
                            ? " at degree " + each.degree().in(group)
                            : ""))
            .toList();
    return by.isEmpty() ? ", without effect on the loss" : ", through " + listed(by);
  }

  /** The items in words: all, or the first two and the number of others. */
  private static String listed(List<String> items) {
    int shown = items.size() > 3 ? 2 : items.size();
    if (shown < items.size()) {
      return String.join(", ", items.subList(0, shown))
          + " and "
          + (items.size() - shown)
          + " more";
    }
    return items.size() == 1
        ? items.get(0)
        : String.join(", ", items.subList(0, items.size() - 1))
            + " and "
            + items.get(items.size() - 1);
  }
}
