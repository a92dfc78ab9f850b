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
 * The solutions in zeros and ones of a system of conditions: which sets of tensors may be scaled by
 * one factor.
 *
 * <p>The conditions are linear and homogeneous, so disjoint solutions may be joined, and what is
 * left of a solution after taking one out of it is one. Hence a tensor that is in no solution
 * disjoint from the groups found before is in none at all beside them, and taking for each tensor a
 * smallest solution that holds it gives a partition into smallest groups of a set to which no
 * tensor can be added.
 */
final class Groups {

  private static final byte OPEN = -1;

  /** Searching is a matter of propagation alone in any network met so far; this ends the rest. */
  private static final int MOST_TRIALS = 10_000;

  private final List<String> tensors;
  private final List<int[]> columns = new ArrayList<>();
  private final List<int[]> coefficients = new ArrayList<>();

  private int trials;

  private Groups(List<String> tensors, Collection<Condition> conditions) {
    this.tensors = tensors;
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
   * Finds the groups.
   *
   * @param kept tensors that are not to be scaled
   */
  static List<Set<String>> of(
      List<String> tensors, Collection<Condition> conditions, Collection<String> kept) {
    Groups system = new Groups(tensors, conditions);
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

  /** The first solution in the order of words over {0, 1}: no part of it is one. */
  private Optional<byte[]> smallest(byte[] values) {
    if (++trials > MOST_TRIALS || !narrow(values)) {
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

  /** Fixes what the conditions leave no choice of; false where they contradict each other. */
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
        // With the others anywhere between their least and most, one value may be out of reach.
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
