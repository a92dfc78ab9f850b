package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.texp4j.schedule.rule.LoopProgram.Assignment;
import org.texp4j.schedule.rule.LoopProgram.Orthogonalization;
import org.texp4j.schedule.rule.LoopProgram.Stage;
import org.texp4j.schedule.rule.LoopProgram.Store;
import org.texp4j.schedule.rule.LoopProgram.Sum;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.Term.Variable;

/**
 * Divides assignments into the stages of a {@link LoopProgram}. What is computed from a sum over
 * the tensor belongs to a stage after that of the sum; everything else is computed as early as
 * possible.
 *
 * @param levels the stage from which on each variable is known
 * @param assignments the values of the local variables, in order
 * @param orthogonalized the slots of ε of the locals that are orthogonalized
 * @param stores what is written to the arrays
 */
record LoopStages(
    List<String> states,
    Map<String, Integer> levels,
    Map<String, Term> assignments,
    List<Sum> sums,
    List<TensorNumber> tensorNumbers,
    Map<String, Integer> orthogonalized,
    Map<String, Term> stores) {

  /** The operations by which a local is computed again rather than kept in memory. */
  private static final int MAX_REPEATED = 3;

  /** The stage from which on all variables of a term are known. */
  static int level(Term term, Map<String, Integer> levels) {
    int[] level = {0};
    LoopBuilder.forEachVariable(term, name -> level[0] = Math.max(level[0], levels.get(name)));
    return level[0];
  }

  private int level(Term term) {
    return level(term, levels);
  }

  LoopProgram program() {
    int last = levels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Map<String, Integer> lastUse = new HashMap<>();
    assignments.forEach((name, value) -> use(lastUse, value, stageOf(name)));
    sums.forEach(sum -> use(lastUse, sum.summand(), level(sum.summand())));
    Map<String, Integer> storeStages = new LinkedHashMap<>();
    stores.forEach((array, value) -> storeStages.put(array, last));
    Map<String, Term> replaced = new HashMap<>();
    for (String state : states) {
      Term value = stores.get(state);
      if (value == null) {
        continue; // A state of the other kind of tensors.
      }
      int stage = Math.max(level(value), lastUse.getOrDefault(state, 0));
      storeStages.put(state, stage);
      use(lastUse, value, stage);
      if (value instanceof Variable local
          && assignments.containsKey(local.name())
          && stage == levels.get(local.name())) {
        replaced.put(local.name(), new Variable(state));
      }
    }
    use(lastUse, stores.get(LoopProgram.WEIGHTS), last);
    use(lastUse, stores.get(LoopProgram.GRADIENT), last);
    Set<String> kept = new LinkedHashSet<>(orthogonalized.keySet());
    for (String name : assignments.keySet()) {
      if (lastUse.getOrDefault(name, 0) > levels.get(name)
          && !isRepeated(name)
          && !replaced.containsKey(name)) {
        kept.add(name);
      }
    }
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage <= last; stage++) {
      stages.add(stage(stage, kept, storeStages, replaced));
    }
    return new LoopProgram(states, List.copyOf(kept), tensorNumbers, stages);
  }

  /** The stage in which the value of a local variable is computed. */
  private int stageOf(String variable) {
    return levels.get(variable) - (orthogonalized.containsKey(variable) ? 1 : 0);
  }

  /**
   * Whether a local is computed again in each stage that uses it, rather than kept: it is the same
   * for all elements, or little work from weights and gradient, which stay until the last stage.
   */
  private boolean isRepeated(String name) {
    return assignments.containsKey(name) && (isUniform(new Variable(name)) || isCheap(name));
  }

  private boolean isUniform(Term term) {
    if (term instanceof Variable variable && !isTensorNumber(variable.name())) {
      Term value = assignments.get(variable.name());
      return value != null && !orthogonalized.containsKey(variable.name()) && isUniform(value);
    }
    return term.parts().stream().allMatch(this::isUniform);
  }

  private boolean isCheap(String name) {
    boolean[] cheap = {!orthogonalized.containsKey(name)};
    LoopBuilder.forEachVariable(
        assignments.get(name),
        each -> cheap[0] &= each.equals(LoopProgram.WEIGHTS) || each.equals(LoopProgram.GRADIENT));
    return cheap[0] && operations(assignments.get(name)) <= MAX_REPEATED;
  }

  private boolean isTensorNumber(String name) {
    return tensorNumbers.stream().anyMatch(number -> number.name().equals(name));
  }

  private static int operations(Term term) {
    return term.parts().isEmpty()
        ? 0
        : 1 + term.parts().stream().mapToInt(LoopStages::operations).sum();
  }

  private Stage stage(
      int stage, Set<String> kept, Map<String, Integer> storeStages, Map<String, Term> replaced) {
    List<Sum> summed = sums.stream().filter(sum -> level(sum.summand()) == stage).toList();
    List<Store> stored = new ArrayList<>();
    List<Orthogonalization> matrices = new ArrayList<>();
    Set<String> repeated = new HashSet<>();
    summed.forEach(sum -> collectRepeated(sum.summand(), repeated));
    assignments.forEach(
        (name, value) -> {
          if (stageOf(name) == stage && !isRepeated(name)) {
            collectRepeated(value, repeated);
            if (orthogonalized.containsKey(name)) {
              stored.add(new Store(name, value));
              matrices.add(new Orthogonalization(name, orthogonalized.get(name)));
            } else if (kept.contains(name)) {
              stored.add(new Store(name, new Variable(name)));
            }
          }
        });
    storeStages.forEach(
        (array, at) -> {
          if (at == stage) {
            collectRepeated(stores.get(array), repeated);
            stored.add(new Store(array, stores.get(array)));
          }
        });
    List<Assignment> assigned = new ArrayList<>();
    assignments.forEach(
        (name, value) -> {
          boolean now = stageOf(name) == stage && !orthogonalized.containsKey(name);
          if (isRepeated(name) ? repeated.contains(name) : now) {
            assigned.add(new Assignment(name, value));
          }
        });
    // What an earlier stage stored as a state is read from there.
    Map<String, Term> earlier = new HashMap<>(replaced);
    earlier.keySet().removeIf(name -> levels.get(name) >= stage || isRepeated(name));
    return new Stage(
        mapped(assigned, each -> new Assignment(each.name(), replaced(each.value(), earlier))),
        mapped(summed, each -> new Sum(each.index(), replaced(each.summand(), earlier))),
        mapped(stored, each -> new Store(each.array(), replaced(each.value(), earlier))),
        matrices);
  }

  private static <T> List<T> mapped(List<T> list, UnaryOperator<T> map) {
    return list.stream().map(map).toList();
  }

  private static Term replaced(Term term, Map<String, Term> by) {
    return term instanceof Variable variable
        ? by.getOrDefault(variable.name(), term)
        : term.mapParts(part -> replaced(part, by));
  }

  private void collectRepeated(Term term, Set<String> names) {
    LoopBuilder.forEachVariable(
        term,
        name -> {
          if (isRepeated(name) && names.add(name)) {
            collectRepeated(assignments.get(name), names);
          }
        });
  }

  private void use(Map<String, Integer> lastUse, Term term, int stage) {
    LoopBuilder.forEachVariable(term, name -> lastUse.merge(name, stage, Math::max));
  }
}
