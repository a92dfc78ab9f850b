package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.texp4j.schedule.rule.LoopProgram;
import org.texp4j.schedule.rule.LoopProgram.Assignment;
import org.texp4j.schedule.rule.LoopProgram.Stage;
import org.texp4j.schedule.rule.LoopProgram.Store;
import org.texp4j.schedule.rule.LoopProgram.Sum;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.Term;

/**
 * One stage of a loop program as the body of a method: numbers and arrays as local variables, and
 * one loop that stores at its end, which the just-in-time compiler vectorizes.
 */
final class LoopCode {

  /** What a local variable must not be called: parameters, and what would hide a class. */
  private static final List<String> TAKEN =
      List.of(
          "i",
          "count",
          "numbers",
          "tensorNumbers",
          "arrays",
          "sums",
          "Math",
          "yield",
          "java",
          "javax",
          "org");

  private static final int COLUMNS = 92;

  private static final Pattern OPERATOR = Pattern.compile(" ([-+*/?:]|[<>]=?) ");

  private final TypeName number;
  private final boolean isFloat;
  private final LoopProgram program;
  private final List<String> formulas;
  private final TermText terms = new TermText(new Java());
  private final Map<String, String> variables = new HashMap<>();
  private final Map<Integer, String> slots = new HashMap<>();
  private final CodeBlock.Builder code = CodeBlock.builder();
  private NameAllocator names;
  private boolean usesSign;

  LoopCode(TypeName number, LoopProgram program, List<String> formulas) {
    this.number = number;
    this.isFloat = number.equals(TypeName.FLOAT);
    this.program = program;
    this.formulas = formulas;
  }

  /** Whether it calls a method {@code sign}. */
  boolean usesSign() {
    return usesSign;
  }

  /** The body of the method of a stage. */
  CodeBlock of(Stage stage) {
    names = new NameAllocator();
    TAKEN.forEach(names::newName);
    Set<String> used = stage.reads();
    used.addAll(stage.writes());
    Map<String, String> arrays = arrays(stage, used);
    stage.assignments().forEach(each -> variables.put(each.name(), names.newName(each.name())));
    tensorNumbers(used);
    slots(stage);
    declareArrays(arrays);
    Map<Sum, String> sums = new HashMap<>();
    for (Sum sum : stage.sums()) {
      sums.put(sum, names.newName("sum" + sum.index()));
      code.addStatement("double[] $L = sums[$L]", sums.get(sum), sum.index());
    }
    Optional<List<Assignment>> apart = apart(stage);
    Set<String> inLoop = new HashSet<>();
    if (apart.isEmpty()) {
      stage.sums().forEach(sum -> collect(stage, sum.summand(), inLoop));
    }
    stage.stores().forEach(store -> collect(stage, store.value(), inLoop));
    if (!inLoop.isEmpty() || !stage.stores().isEmpty()) {
      beginLoop();
      for (Assignment assignment : stage.assignments()) {
        if (inLoop.contains(assignment.name())) {
          declare(variables.get(assignment.name()), assignment.value());
        }
      }
      if (apart.isEmpty()) {
        stage.sums().forEach(sum -> add(sum, sums));
      }
      store(stage, arrays);
      code.endControlFlow();
    }
    if (apart.isPresent() && !stage.sums().isEmpty()) {
      for (Store store : stage.stores()) {
        if (store.value() instanceof Term.Variable variable) {
          variables.put(variable.name(), arrays.get(store.array()) + "[i]");
        }
      }
      beginLoop();
      apart.get().forEach(each -> declare(variables.get(each.name()), each.value()));
      stage.sums().forEach(sum -> add(sum, sums));
      code.endControlFlow();
    }
    return code.build();
  }

  private void beginLoop() {
    code.beginControlFlow("for (int i = 0; i < count; i++)");
  }

  private void add(Sum sum, Map<Sum, String> sums) {
    code.addStatement("$L[i] += $L", sums.get(sum), wrapped(terms.of(sum.summand())));
  }

  private void store(Stage stage, Map<String, String> arrays) {
    Map<Store, String> values = new HashMap<>();
    stage.stores().forEach(store -> values.put(store, stored(stage, store)));
    for (Store store : stage.stores()) {
      code.addStatement("$L[i] = $L", arrays.get(store.array()), values.get(store));
    }
  }

  /**
   * What has to be computed again to add up sums in a loop of their own, after all stores; empty if
   * they read what is overwritten. Java 17 does not vectorize a loop of floats in which a double
   * occurs.
   */
  private static Optional<List<Assignment>> apart(Stage stage) {
    Set<String> stored = new HashSet<>();
    for (Store store : stage.stores()) {
      if (store.value() instanceof Term.Variable variable) {
        stored.add(variable.name());
      }
    }
    Set<String> again = new HashSet<>();
    for (Sum sum : stage.sums()) {
      if (!collectAgain(stage, sum.summand(), stored, again)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        stage.assignments().stream().filter(each -> again.contains(each.name())).toList());
  }

  private static boolean collectAgain(
      Stage stage, Term term, Set<String> stored, Set<String> again) {
    for (String name : TermText.variables(term)) {
      Optional<Assignment> local = local(stage, name);
      boolean isRead =
          local.isEmpty()
              ? !stage.writes().contains(name)
              : stored.contains(name)
                  || !again.add(name)
                  || collectAgain(stage, local.get().value(), stored, again);
      if (!isRead) {
        return false;
      }
    }
    return true;
  }

  /** Adds the local variables that a term needs. */
  private static void collect(Stage stage, Term term, Set<String> needed) {
    for (String name : TermText.variables(term)) {
      Optional<Assignment> local = local(stage, name);
      if (local.isPresent() && needed.add(name)) {
        collect(stage, local.get().value(), needed);
      }
    }
  }

  private static Optional<Assignment> local(Stage stage, String name) {
    return stage.assignments().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The names of the arrays that a stage uses; their elements are variables. */
  private Map<String, String> arrays(Stage stage, Set<String> used) {
    Map<String, String> arrays = new HashMap<>();
    for (String array : program.arrays()) {
      if (used.contains(array)) {
        boolean isLocal = stage.assignments().stream().anyMatch(each -> each.name().equals(array));
        arrays.put(array, names.newName(isLocal ? array + "Kept" : array));
        variables.put(array, arrays.get(array) + "[i]");
      }
    }
    return arrays;
  }

  private void declareArrays(Map<String, String> arrays) {
    List<String> all = program.arrays();
    for (int a = 0; a < all.size(); a++) {
      if (arrays.containsKey(all.get(a))) {
        code.addStatement("$T[] $L = arrays[$L]", number, arrays.get(all.get(a)), a);
      }
    }
  }

  private void tensorNumbers(Set<String> used) {
    List<TensorNumber> all = program.tensorNumbers();
    for (int n = 0; n < all.size(); n++) {
      String name = all.get(n).name();
      if (used.contains(name)) {
        variables.put(name, names.newName(name));
        code.addStatement(
            "$T $L = $LtensorNumbers[$L]", number, variables.get(name), rounding(), n);
      }
    }
  }

  private void slots(Stage stage) {
    Set<Integer> used = new TreeSet<>();
    stage.assignments().forEach(each -> used.addAll(TermText.slots(each.value())));
    stage.sums().forEach(each -> used.addAll(TermText.slots(each.summand())));
    stage.stores().forEach(each -> used.addAll(TermText.slots(each.value())));
    for (int slot : used) {
      String formula = formulas.get(slot);
      String name = names.newName(FormulaName.of(formula, slot));
      slots.put(slot, name);
      String declaration = number + " " + name + " = " + rounding() + "numbers[" + slot + "];";
      if (declaration.length() + formula.length() > COLUMNS - " // ".length()) {
        for (String line : Javadoc.lines(formula, COLUMNS - "// ".length())) {
          code.add("// $L\n", line);
        }
        code.add("$L\n", declaration);
      } else {
        code.add("$L // $L\n", declaration, formula);
      }
    }
  }

  private String rounding() {
    return isFloat ? "(float) " : "";
  }

  /** The value to store as a variable or number, computed before anything is stored. */
  private String stored(Stage stage, Store store) {
    if (store.value() instanceof Term.Variable variable
        && (local(stage, variable.name()).isPresent()
            || !program.arrays().contains(variable.name()))) {
      return variables.get(variable.name());
    }
    String name = names.newName(store.array() + "New");
    declare(name, store.value());
    return name;
  }

  private void declare(String name, Term value) {
    code.addStatement("$T $L = $L", number, name, wrapped(terms.of(value)));
  }

  /** Code that may be broken before its operators and after its commas. */
  private static CodeBlock wrapped(String text) {
    List<Object> classes = new ArrayList<>();
    for (int at = text.indexOf("Math."); at >= 0; at = text.indexOf("Math.", at + 1)) {
      classes.add(Math.class);
    }
    return CodeBlock.of(
        OPERATOR.matcher(text.replace("Math.", "$T.")).replaceAll("\\$W$1 ").replace(", ", ",$W"),
        classes.toArray());
  }

  /** The syntax of Java. */
  private final class Java implements TermText.Syntax {

    @Override
    public String slot(int index) {
      return slots.get(index);
    }

    @Override
    public String variable(String name) {
      return variables.get(name);
    }

    @Override
    public String call(Term.Unary.Operation operation, String operand) {
      return switch (operation) {
        case NEGATIVE -> throw new IllegalArgumentException("an operator");
        case ABS -> "Math.abs(" + operand + ")";
        case SIGN -> {
          usesSign = true;
          yield "sign(" + operand + ")";
        }
        case SQRT -> rounding() + "Math.sqrt(" + operand + ")";
      };
    }

    @Override
    public String call(Term.Binary.Operation operation, String left, String right) {
      String arguments = "(" + left + ", " + right + ")";
      return switch (operation) {
        case MIN -> "Math.min" + arguments;
        case MAX -> "Math.max" + arguments;
        case POWER -> rounding() + "Math.pow" + arguments;
        case PLUS, MINUS, TIMES, DIVIDE -> throw new IllegalArgumentException("an operator");
      };
    }

    @Override
    public String choice(String condition, String then, String otherwise) {
      return "(" + condition + " ? " + then + " : " + otherwise + ")";
    }
  }
}
