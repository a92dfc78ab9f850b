package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.texp4j.schedule.rule.DegreeForm;
import org.texp4j.schedule.rule.LinearSystem;
import org.texp4j.schedule.rule.Rational;

/**
 * The search for invariant groups: smallest solutions of conditions in zeros and ones.
 *
 * <p>A solution is a set of tensors that may be scaled by one factor. The conditions are linear and
 * homogeneous, so the union of disjoint solutions is a solution, and so is the rest of a solution
 * from which another is removed. Hence taking for each tensor in turn a smallest solution that
 * contains it, disjoint from those found before, partitions a set to which no tensor can be added
 * into groups that cannot be divided.
 */
final class InvariantGroups {

  /** The linear system alone solves every network met so far; this bounds the search elsewhere. */
  private static final int MAX_TRIALS = 10_000;

  private final List<String> tensors;
  private final int maxTrials;
  private int trials;

  private InvariantGroups(List<String> tensors, int maxTrials) {
    this.tensors = tensors;
    this.maxTrials = maxTrials;
  }

  /**
   * Finds the invariant groups, in the order of their first tensors.
   *
   * @param kept tensors that are not to be scaled
   */
  static List<Set<String>> find(
      List<String> tensors, Collection<Condition> conditions, Collection<String> kept) {
    return find(tensors, conditions, kept, MAX_TRIALS);
  }

  /**
   * Finds the invariant groups within a limit. What is found is always a solution; a tensor for
   * which the limit is reached is not scaled.
   *
   * @param maxTrials how many partial assignments are tried for each tensor
   */
  static List<Set<String>> find(
      List<String> tensors,
      Collection<Condition> conditions,
      Collection<String> kept,
      int maxTrials) {
    LinearSystem system = new LinearSystem();
    conditions.forEach(each -> system.add(form(each.left()), form(each.right())));
    kept.forEach(tensor -> system.add(DegreeForm.unknown(tensor), DegreeForm.ZERO));
    List<Set<String>> groups = new ArrayList<>();
    for (String tensor : tensors) {
      LinearSystem scaled = new LinearSystem(system);
      if (scaled.add(DegreeForm.unknown(tensor), DegreeForm.ONE)) {
        Optional<Set<String>> group = new InvariantGroups(tensors, maxTrials).smallest(scaled);
        group.ifPresent(groups::add);
        for (String each : group.orElse(Set.of(tensor))) {
          system.add(DegreeForm.unknown(each), DegreeForm.ZERO);
        }
      }
    }
    return groups;
  }

  private static DegreeForm form(Degree degree) {
    DegreeForm form = DegreeForm.ZERO;
    for (Map.Entry<String, Integer> factor : degree.factors().entrySet()) {
      form = form.plus(DegreeForm.unknown(factor.getKey()), Rational.of(factor.getValue()));
    }
    return form;
  }

  /** The lexicographically first solution, of which no part is a solution. */
  private Optional<Set<String>> smallest(LinearSystem system) {
    if (++trials > maxTrials) {
      return Optional.empty();
    }
    Set<String> scaled = new LinkedHashSet<>();
    Optional<String> open = Optional.empty();
    boolean othersStay = true;
    for (String each : tensors) {
      DegreeForm value = system.reduced(DegreeForm.unknown(each));
      if (!value.unknowns().isEmpty()) {
        open = open.or(() -> Optional.of(each));
        othersStay &= value.constant().isZero();
      } else if (value.equals(DegreeForm.ONE)) {
        scaled.add(each);
      } else if (!value.equals(DegreeForm.ZERO)) {
        return Optional.empty();
      }
    }
    if (othersStay) {
      return Optional.of(scaled);
    }
    String tensor = open.orElseThrow();
    return with(system, tensor, DegreeForm.ZERO).or(() -> with(system, tensor, DegreeForm.ONE));
  }

  private Optional<Set<String>> with(LinearSystem system, String tensor, DegreeForm value) {
    LinearSystem trial = new LinearSystem(system);
    trial.add(DegreeForm.unknown(tensor), value);
    return smallest(trial);
  }
}
