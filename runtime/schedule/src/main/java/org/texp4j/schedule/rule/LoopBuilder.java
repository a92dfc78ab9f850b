package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.texp4j.schedule.rule.LoopProgram.Assignment;
import org.texp4j.schedule.rule.LoopProgram.Orthogonalization;
import org.texp4j.schedule.rule.LoopProgram.Stage;
import org.texp4j.schedule.rule.LoopProgram.Store;
import org.texp4j.schedule.rule.LoopProgram.Sum;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.Term.Binary;
import org.texp4j.schedule.rule.Term.Choice;
import org.texp4j.schedule.rule.Term.Slot;
import org.texp4j.schedule.rule.Term.Unary;
import org.texp4j.schedule.rule.Term.Variable;

/**
 * Builds a {@link LoopProgram} from assignments in order. What is computed from a sum over the
 * tensor belongs to a stage after that of the sum; everything else is computed as early as
 * possible.
 */
final class LoopBuilder {

  private final List<String> states;
  private final Map<LoopNumber, Slot> numbers = new LinkedHashMap<>();
  private final Map<String, Integer> levels = new HashMap<>();
  private final Map<String, Term> assignments = new LinkedHashMap<>();
  private final List<Sum> sums = new ArrayList<>();
  private final Map<TensorNumber.Kind, Map<Integer, Variable>> known = new HashMap<>();
  private final List<TensorNumber> tensorNumbers = new ArrayList<>();
  private final Map<String, Integer> orthogonalized = new LinkedHashMap<>();
  private final Map<String, Term> stores = new LinkedHashMap<>();

  LoopBuilder(List<String> states) {
    this.states = states;
    levels.put(LoopProgram.WEIGHTS, 0);
    levels.put(LoopProgram.GRADIENT, 0);
    states.forEach(state -> levels.put(state, 0));
  }

  /** Returns the slot of a number. */
  Slot slot(LoopNumber number) {
    return numbers.computeIfAbsent(number, each -> new Slot(numbers.size()));
  }

  /** The numbers, in the order of their slots. */
  List<LoopNumber> numbers() {
    return List.copyOf(numbers.keySet());
  }

  /** Assigns a term to a local variable of a new name that begins as given. */
  Variable assign(String name, Term value) {
    if (value instanceof Variable variable && assignments.containsKey(variable.name())) {
      return variable;
    }
    String unique = unique(name);
    levels.put(unique, level(value));
    assignments.put(unique, value);
    return new Variable(unique);
  }

  /** Returns a number of the tensor that is computed from a sum over it. */
  Variable reduce(TensorNumber.Kind kind, String name, Term summand) {
    int index = -1;
    for (Sum sum : sums) {
      index = sum.summand().equals(summand) ? sum.index() : index;
    }
    if (index < 0) {
      index = sums.size();
      sums.add(new Sum(index, summand));
    }
    return tensorNumber(kind, name, index, level(summand) + 1);
  }

  /** Returns a number of the tensor that is known from its shape. */
  Variable ofShape(TensorNumber.Kind kind, String name) {
    return tensorNumber(kind, name, -1, 0);
  }

  private Variable tensorNumber(TensorNumber.Kind kind, String name, int sum, int level) {
    return known
        .computeIfAbsent(kind, each -> new HashMap<>())
        .computeIfAbsent(
            sum,
            each -> {
              String unique = unique(name);
              levels.put(unique, level);
              tensorNumbers.add(new TensorNumber(unique, kind, sum));
              return new Variable(unique);
            });
  }

  /** Returns a term as a matrix that is orthogonalized. */
  Variable orthogonalize(Term matrix, Slot epsilon) {
    int level = level(matrix);
    String name = unique("orthogonal");
    assignments.put(name, matrix);
    levels.put(name, level + 1);
    orthogonalized.put(name, epsilon.index());
    return new Variable(name);
  }

  /** Stores a new state. */
  void store(String state, Term value) {
    stores.put(state, value);
  }

  /** Subtracts an update from the weights. */
  void subtract(Term update) {
    Variable variable = assign("update", update);
    stores.put(LoopProgram.GRADIENT, variable);
    stores.put(
        LoopProgram.WEIGHTS,
        new Binary(Binary.Operation.MINUS, new Variable(LoopProgram.WEIGHTS), variable));
  }

  private String unique(String name) {
    String unique = name;
    for (int i = 2; levels.containsKey(unique); i++) {
      unique = name + i;
    }
    return unique;
  }

  private int level(Term term) {
    int[] level = {0};
    forEachVariable(term, name -> level[0] = Math.max(level[0], levels.get(name)));
    return level[0];
  }

  static void forEachVariable(Term term, Consumer<String> action) {
    if (term instanceof Variable variable) {
      action.accept(variable.name());
    } else if (term instanceof Unary unary) {
      forEachVariable(unary.operand(), action);
    } else if (term instanceof Binary binary) {
      forEachVariable(binary.left(), action);
      forEachVariable(binary.right(), action);
    } else if (term instanceof Choice choice) {
      forEachVariable(choice.left(), action);
      forEachVariable(choice.right(), action);
      forEachVariable(choice.then(), action);
      forEachVariable(choice.otherwise(), action);
    }
  }

  /** The stage in which the value of a local variable is computed. */
  private int stageOf(String variable) {
    return levels.get(variable) - (orthogonalized.containsKey(variable) ? 1 : 0);
  }

  LoopProgram build() {
    int last = levels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Map<String, Integer> lastUse = new HashMap<>();
    assignments.forEach((name, value) -> use(lastUse, value, stageOf(name)));
    sums.forEach(sum -> use(lastUse, sum.summand(), level(sum.summand())));
    Map<String, Integer> storeStages = new LinkedHashMap<>();
    stores.forEach((array, value) -> storeStages.put(array, last));
    for (String state : states) {
      Term value = stores.get(state);
      if (value == null) {
        continue; // A state of the other kind of tensors.
      }
      int stage = Math.max(level(value), lastUse.getOrDefault(state, 0));
      storeStages.put(state, stage);
      use(lastUse, value, stage);
    }
    use(lastUse, stores.get(LoopProgram.WEIGHTS), last);
    Set<String> kept = new LinkedHashSet<>(orthogonalized.keySet());
    for (String name : assignments.keySet()) {
      if (lastUse.getOrDefault(name, 0) > levels.get(name)) {
        kept.add(name);
      }
    }
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage <= last; stage++) {
      stages.add(stage(stage, kept, storeStages));
    }
    return new LoopProgram(states, List.copyOf(kept), tensorNumbers, stages);
  }

  private Stage stage(int stage, Set<String> kept, Map<String, Integer> storeStages) {
    List<Assignment> assigned = new ArrayList<>();
    List<Store> stored = new ArrayList<>();
    List<Orthogonalization> matrices = new ArrayList<>();
    assignments.forEach(
        (name, value) -> {
          if (stageOf(name) == stage) {
            if (orthogonalized.containsKey(name)) {
              stored.add(new Store(name, value));
              matrices.add(new Orthogonalization(name, orthogonalized.get(name)));
            } else {
              assigned.add(new Assignment(name, value));
              if (kept.contains(name)) {
                stored.add(new Store(name, new Variable(name)));
              }
            }
          }
        });
    storeStages.forEach(
        (array, at) -> {
          if (at == stage) {
            stored.add(new Store(array, stores.get(array)));
          }
        });
    return new Stage(
        assigned,
        sums.stream().filter(sum -> level(sum.summand()) == stage).toList(),
        stored,
        matrices);
  }

  private static void use(Map<String, Integer> lastUse, Term term, int stage) {
    Set<String> names = new HashSet<>();
    forEachVariable(term, names::add);
    names.forEach(name -> lastUse.merge(name, stage, Math::max));
  }
}
