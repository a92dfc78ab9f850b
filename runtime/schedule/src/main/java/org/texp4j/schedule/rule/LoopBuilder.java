package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.texp4j.schedule.rule.LoopProgram.Sum;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.Term.Binary;
import org.texp4j.schedule.rule.Term.Slot;
import org.texp4j.schedule.rule.Term.Variable;

/** Collects the assignments of a {@link LoopProgram}, in order, and leaves out what is not used. */
final class LoopBuilder {

  private final List<String> states;
  private final Map<LoopNumber, Slot> numbers = new LinkedHashMap<>();
  private final Map<String, Integer> levels = new HashMap<>();
  private final Map<String, Term> assignments = new LinkedHashMap<>();
  private final Map<Term, Variable> variables = new HashMap<>();
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

  /**
   * Assigns a term to a local variable of a new name that begins as given, or returns the one to
   * which the same term is assigned.
   */
  Variable assign(String name, Term value) {
    if (value instanceof Variable variable && !isArray(variable.name())) {
      return variable;
    }
    return variables.computeIfAbsent(
        value,
        each -> {
          String unique = unique(name);
          levels.put(unique, level(value));
          assignments.put(unique, value);
          return new Variable(unique);
        });
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

  /** Replaces the weights. */
  void replace(Term weights) {
    Variable variable = assign("wNew", weights);
    stores.put(
        LoopProgram.GRADIENT,
        new Binary(Binary.Operation.MINUS, new Variable(LoopProgram.WEIGHTS), variable));
    stores.put(LoopProgram.WEIGHTS, variable);
  }

  private String unique(String name) {
    String unique = name;
    for (int i = 2; levels.containsKey(unique); i++) {
      unique = name + i;
    }
    return unique;
  }

  private int level(Term term) {
    return LoopStages.level(term, levels);
  }

  static void forEachVariable(Term term, Consumer<String> action) {
    if (term instanceof Variable variable) {
      action.accept(variable.name());
    }
    term.parts().forEach(part -> forEachVariable(part, action));
  }

  LoopProgram build() {
    removeUnused();
    return new LoopStages(states, levels, assignments, sums, tensorNumbers, orthogonalized, stores)
        .program();
  }

  /** Removes what nothing that is stored is computed from: locals, sums and numbers. */
  private void removeUnused() {
    Set<String> used = new HashSet<>();
    stores.values().forEach(value -> collectUsed(value, used));
    assignments.keySet().retainAll(used);
    orthogonalized.keySet().retainAll(used);
    levels.keySet().removeIf(name -> !isArray(name) && !used.contains(name));
    removeUnusedSums(used);
    removeUnusedNumbers();
  }

  private void removeUnusedSums(Set<String> used) {
    tensorNumbers.removeIf(number -> !used.contains(number.name()));
    Map<Integer, Integer> indices = new HashMap<>();
    List<Sum> kept = new ArrayList<>();
    for (Sum sum : sums) {
      if (tensorNumbers.stream().anyMatch(number -> number.sum() == sum.index())) {
        indices.put(sum.index(), kept.size());
        kept.add(new Sum(kept.size(), sum.summand()));
      }
    }
    sums.clear();
    sums.addAll(kept);
    tensorNumbers.replaceAll(
        each -> new TensorNumber(each.name(), each.kind(), indices.getOrDefault(each.sum(), -1)));
  }

  private void removeUnusedNumbers() {
    Set<Slot> used = new HashSet<>();
    assignments.values().forEach(value -> collectSlots(value, used));
    sums.forEach(sum -> collectSlots(sum.summand(), used));
    stores.values().forEach(value -> collectSlots(value, used));
    orthogonalized.values().forEach(epsilon -> used.add(new Slot(epsilon)));
    numbers.values().retainAll(used);
    Map<Slot, Slot> slots = new HashMap<>();
    numbers.replaceAll(
        (number, slot) -> {
          slots.put(slot, new Slot(slots.size()));
          return slots.get(slot);
        });
    assignments.replaceAll((name, value) -> renumbered(value, slots));
    sums.replaceAll(sum -> new Sum(sum.index(), renumbered(sum.summand(), slots)));
    stores.replaceAll((array, value) -> renumbered(value, slots));
    orthogonalized.replaceAll((name, epsilon) -> slots.get(new Slot(epsilon)).index());
  }

  private static void collectSlots(Term term, Set<Slot> slots) {
    if (term instanceof Slot slot) {
      slots.add(slot);
    }
    term.parts().forEach(part -> collectSlots(part, slots));
  }

  private static Term renumbered(Term term, Map<Slot, Slot> slots) {
    return term instanceof Slot slot
        ? slots.get(slot)
        : term.mapParts(part -> renumbered(part, slots));
  }

  private boolean isArray(String name) {
    return name.equals(LoopProgram.WEIGHTS)
        || name.equals(LoopProgram.GRADIENT)
        || states.contains(name);
  }

  private void collectUsed(Term term, Set<String> used) {
    forEachVariable(
        term,
        name -> {
          if (!used.add(name)) {
            return;
          }
          if (assignments.containsKey(name)) {
            collectUsed(assignments.get(name), used);
          }
          tensorNumbers.stream()
              .filter(number -> number.name().equals(name) && number.sum() >= 0)
              .forEach(number -> collectUsed(sums.get(number.sum()).summand(), used));
        });
  }
}
