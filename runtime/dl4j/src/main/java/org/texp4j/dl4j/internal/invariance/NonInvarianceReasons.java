package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.texp4j.dl4j.internal.invariance.Condition.EqualDegrees;
import org.texp4j.dl4j.internal.invariance.Condition.ZeroDegree;

/**
 * Why tensors are not scale invariant: for each, the first condition that forces its factor to be
 * 1, given those that are forced by earlier conditions.
 */
final class NonInvarianceReasons {

  /**
   * Why a tensor is not scale invariant.
   *
   * @param why a clause without a full stop
   * @param remedy a clause; may be empty
   * @param root the tensor on which this ultimately depends, and its reason, as a clause to append;
   *     empty if it depends on no other
   */
  record Reason(String why, String remedy, String root) {

    private Reason(String why, String remedy) {
      this(why, remedy, "");
    }
  }

  private final Collection<Condition> conditions;
  private final Map<String, Reason> reasons = new HashMap<>();

  private NonInvarianceReasons(Collection<Condition> conditions) {
    this.conditions = conditions;
  }

  /**
   * Finds the reasons by propagating the conditions until nothing more is forced.
   *
   * @param kept tensors that are not to be scaled, with the reason
   */
  static NonInvarianceReasons find(Collection<Condition> conditions, Map<String, String> kept) {
    NonInvarianceReasons result = new NonInvarianceReasons(conditions);
    kept.forEach((tensor, reason) -> result.reasons.put(tensor, new Reason(reason, "")));
    boolean found;
    do {
      found = false;
      for (Condition condition : conditions) {
        found |= result.propagate(condition);
      }
    } while (found);
    return result;
  }

  /** The reason for a tensor that is in no invariant group. */
  Reason of(String tensor) {
    Reason known = reasons.get(tensor);
    return known != null
        ? known
        : conditions.stream()
            .filter(condition -> difference(condition).containsKey(tensor))
            .filter(EqualDegrees.class::isInstance)
            .map(condition -> unequal((EqualDegrees) condition))
            .findFirst()
            .orElse(new Reason("no set of tensors to scale it with was found", ""));
  }

  /** Whether a condition forces further tensors: those left in it all have one sign. */
  private boolean propagate(Condition condition) {
    Map<String, Integer> difference = difference(condition);
    boolean positive = difference.values().stream().allMatch(factor -> factor > 0);
    boolean negative = difference.values().stream().allMatch(factor -> factor < 0);
    if (difference.isEmpty() || !positive && !negative) {
      return false;
    }
    Reason reason =
        condition instanceof ZeroDegree zero
            ? new Reason(zero.why(), zero.remedy())
            : oneSided((EqualDegrees) condition, positive);
    difference.keySet().forEach(tensor -> reasons.put(tensor, reason));
    return true;
  }

  private Reason oneSided(EqualDegrees condition, boolean left) {
    String other = left ? condition.second() : condition.first();
    Degree degree = left ? condition.right() : condition.left();
    String place =
        "it meets " + other + " in " + condition.place() + ", which does not scale with it";
    return degree.factors().keySet().stream()
        .sorted()
        .filter(reasons::containsKey)
        .findFirst()
        .map(
            tensor -> {
              Reason cause = reasons.get(tensor);
              String root =
                  cause.root().isEmpty()
                      ? ", where " + tensor + " is kept: " + cause.why()
                      : cause.root();
              return new Reason(place + root, cause.remedy(), root);
            })
        .orElse(new Reason(place, "put a normalization between it and " + condition.place()));
  }

  private Reason unequal(EqualDegrees condition) {
    Set<String> free = new HashSet<>();
    for (Degree degree : List.of(condition.left(), condition.right())) {
      degree.factors().keySet().stream()
          .filter(tensor -> !reasons.containsKey(tensor))
          .forEach(free::add);
    }
    return new Reason(
        condition.first()
            + " reaches "
            + condition.place()
            + " at degree "
            + condition.left().in(free)
            + ", "
            + condition.second()
            + " at "
            + condition.right().in(free),
        "leave it at that, or put a normalization before "
            + condition.place()
            + " so that the degrees are equal");
  }

  /** The terms of the tensors that are not yet forced; left minus right. */
  private Map<String, Integer> difference(Condition condition) {
    Map<String, Integer> difference =
        new TreeMap<>(condition.left().plus(condition.right().times(-1)).factors());
    difference
        .entrySet()
        .removeIf(entry -> entry.getValue() == 0 || reasons.containsKey(entry.getKey()));
    return difference;
  }
}
