package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private static final byte OPEN = -1;

  /** Propagation alone solves every network met so far; this bounds the search in any other. */
  private static final int MAX_TRIALS = 10_000;

  private final List<String> tensors;
  private final List<int[]> columns = new ArrayList<>();
  private final List<int[]> coefficients = new ArrayList<>();

  private final int maxTrials;
  private int trials;

  private InvariantGroups(List<String> tensors, Collection<Condition> conditions, int maxTrials) {
    this.tensors = tensors;
    this.maxTrials = maxTrials;
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      indices.put(tensors.get(i), i);
    }
    for (Condition condition : conditions) {
      Degree difference = condition.left().plus(condition.right().times(-1));
      int[] column = new int[difference.factors().size()];
      int[] coefficient = new int[column.length];
      int next = 0;
      for (Map.Entry<String, Integer> factor : difference.factors().entrySet()) {
        column[next] = indices.get(factor.getKey());
        coefficient[next++] = factor.getValue();
      }
      columns.add(column);
      coefficients.add(coefficient);
    }
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
    InvariantGroups system = new InvariantGroups(tensors, conditions, maxTrials);
    byte[] free = new byte[tensors.size()];
    for (int i = 0; i < free.length; i++) {
      free[i] = kept.contains(tensors.get(i)) ? 0 : OPEN;
    }
    List<Set<String>> groups = new ArrayList<>();
    for (int i = 0; i < free.length; i++) {
      if (free[i] == OPEN) {
        byte[] start = free.clone();
        start[i] = 1;
        system.trials = 0;
        Optional<byte[]> group = system.smallest(start);
        group.ifPresent(solution -> groups.add(system.scaled(solution)));
        for (int j = 0; j < free.length; j++) {
          if (j == i || group.isPresent() && group.get()[j] == 1) {
            free[j] = 0;
          }
        }
      }
    }
    return groups;
  }

  private Set<String> scaled(byte[] solution) {
    Set<String> scaled = new LinkedHashSet<>();
    for (int i = 0; i < solution.length; i++) {
      if (solution[i] == 1) {
        scaled.add(tensors.get(i));
      }
    }
    return scaled;
  }

  /** The lexicographically first solution, of which no part is a solution. */
  private Optional<byte[]> smallest(byte[] values) {
    if (++trials > maxTrials || !narrow(values)) {
      return Optional.empty();
    }
    byte[] rest = values.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] = rest[i] == OPEN ? 0 : rest[i];
    }
    if (narrow(rest)) {
      return Optional.of(rest);
    }
    int open = 0;
    while (values[open] != OPEN) {
      open++;
    }
    for (byte value = 0; value <= 1; value++) {
      byte[] trial = values.clone();
      trial[open] = value;
      Optional<byte[]> solution = smallest(trial);
      if (solution.isPresent()) {
        return solution;
      }
    }
    return Optional.empty();
  }

  /** Fixes the values that the conditions force; false if they contradict each other. */
  private boolean narrow(byte[] values) {
    byte[] before;
    do {
      before = values.clone();
      for (int k = 0; k < columns.size(); k++) {
        if (!narrow(values, columns.get(k), coefficients.get(k))) {
          return false;
        }
      }
    } while (!Arrays.equals(before, values));
    return true;
  }

  private static boolean narrow(byte[] values, int[] column, int[] coefficient) {
    int least = 0;
    int most = 0;
    for (int i = 0; i < column.length; i++) {
      int c = coefficient[i];
      byte value = values[column[i]];
      least += value == OPEN ? Math.min(0, c) : c * value;
      most += value == OPEN ? Math.max(0, c) : c * value;
    }
    if (least > 0 || most < 0) {
      return false;
    }
    for (int i = 0; i < column.length; i++) {
      int c = coefficient[i];
      if (values[column[i]] == OPEN && c != 0) {
        // The other terms range from their least to their most, which may exclude a value.
        boolean canScale = c > 0 ? least + c <= 0 : most + c >= 0;
        boolean canStay = c > 0 ? most - c >= 0 : least - c <= 0;
        if (!canScale && !canStay) {
          return false;
        }
        if (!canScale || !canStay) {
          values[column[i]] = (byte) (canScale ? 1 : 0);
          least += canScale ? Math.max(0, c) : Math.max(0, -c);
          most += canScale ? Math.min(0, c) : Math.min(0, -c);
        }
      }
    }
    return true;
  }
}
