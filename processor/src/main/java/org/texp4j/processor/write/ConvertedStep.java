package org.texp4j.processor.write;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.texp4j.schedule.rule.CompiledRule;
import org.texp4j.schedule.rule.LoopProgram;
import org.texp4j.schedule.rule.LoopProgram.Assignment;
import org.texp4j.schedule.rule.LoopProgram.Orthogonalization;
import org.texp4j.schedule.rule.LoopProgram.Stage;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.Term;

/** The step of a rule without weight decay as formulas, from the loops that execute it. */
final class ConvertedStep {

  private static final String GRADIENT = "gradient";
  private static final String INNERMOST = "\\([^()]*\\)";
  private static final String UPDATE = "update";

  private final LoopProgram program;
  private final List<Optional<String>> formulas;
  private final TermText terms = new TermText(new Mathematics());

  private ConvertedStep(LoopProgram program, List<Optional<String>> formulas) {
    this.program = program;
    this.formulas = formulas;
  }

  /** The lines of the formulas, where a prime marks the new weights and states. */
  static List<String> of(CompiledRule rule) {
    List<String> lines = new ArrayList<>();
    for (int variant = 0; variant < rule.variants(); variant++) {
      if (rule.variants() > 1) {
        lines.add("If " + rule.conditions(variant) + ":");
      }
      ConvertedStep step =
          new ConvertedStep(rule.program(variant), rule.convertedFormulas(variant));
      Set<String> ofStep = new LinkedHashSet<>();
      step.program.stages().forEach(stage -> step.add(stage, ofStep));
      lines.addAll(ofStep);
    }
    return lines;
  }

  private void add(Stage stage, Set<String> lines) {
    Term update = new Term.Variable(UPDATE);
    for (Assignment assignment : stage.assignments()) {
      if (assignment.name().equals(UPDATE)) {
        update = assignment.value();
      } else if (!assignment.name().equals(GRADIENT)) {
        lines.add(name(assignment.name()) + " = " + of(assignment.value()));
      }
    }
    for (LoopProgram.Sum sum : stage.sums()) {
      for (TensorNumber number : program.tensorNumbers()) {
        if (number.sum() == sum.index()) {
          lines.add(number.name() + " = " + reduced(number.kind(), of(sum.summand())));
        }
      }
    }
    for (Orthogonalization each : stage.orthogonalizations()) {
      Term matrix =
          stage.stores().stream()
              .filter(store -> store.array().equals(each.array()))
              .findFirst()
              .orElseThrow()
              .value();
      lines.add(
          each.array()
              + " = orthogonalize("
              + of(matrix)
              + ") with ε = "
              + formulas.get(each.epsilon()).orElse("0"));
    }
    if (stage.writes().contains(LoopProgram.WEIGHTS)) {
      Term.Binary.Operation minus = Term.Binary.Operation.MINUS;
      lines.add(
          "w' = " + of(new Term.Binary(minus, new Term.Variable(LoopProgram.WEIGHTS), update)));
    }
  }

  private static String reduced(TensorNumber.Kind kind, String summand) {
    return switch (kind) {
      case SUM -> "sum(" + summand + ")";
      case ROOT -> "sqrt(sum(" + summand + "))";
      case MEAN -> "mean(" + summand + ")";
      case ROOT_OF_MEAN -> "sqrt(mean(" + summand + "))";
      case ROWS, COLUMNS -> throw new IllegalArgumentException("no sum");
    };
  }

  private String of(Term term) {
    return terms.of(withoutZeros(term).orElse(new Term.Variable("0")));
  }

  /** A term without the summands that are 0; empty if nothing is left. */
  private Optional<Term> withoutZeros(Term term) {
    if (term instanceof Term.Slot slot) {
      return formulas.get(slot.index()).isPresent() ? Optional.of(term) : Optional.empty();
    } else if (term instanceof Term.Unary unary) {
      return withoutZeros(unary.operand())
          .map(operand -> new Term.Unary(unary.operation(), operand));
    } else if (term instanceof Term.Binary binary) {
      return withoutZeros(binary);
    }
    return Optional.of(term);
  }

  private Optional<Term> withoutZeros(Term.Binary binary) {
    Optional<Term> left = withoutZeros(binary.left());
    Optional<Term> right = withoutZeros(binary.right());
    if (left.isPresent() && right.isPresent()) {
      return Optional.of(new Term.Binary(binary.operation(), left.get(), right.get()));
    }
    return switch (binary.operation()) {
      case PLUS -> left.or(() -> right);
      case MINUS ->
          left.or(() -> right.map(term -> new Term.Unary(Term.Unary.Operation.NEGATIVE, term)));
      case TIMES -> Optional.empty();
      case DIVIDE, MIN, MAX, POWER -> Optional.of(binary);
    };
  }

  private String name(String variable) {
    boolean isState =
        variable.endsWith("New")
            && program.states().contains(variable.substring(0, variable.length() - 3));
    return isState
        ? variable.substring(0, variable.length() - 3) + "'"
        : variable.equals(GRADIENT) ? "g" : variable;
  }

  /** The syntax of the language of rules. */
  private final class Mathematics implements TermText.Syntax {

    @Override
    public String slot(int index) {
      String formula = formulas.get(index).orElse("0");
      String outside = formula.replaceAll(INNERMOST, "").replaceAll(INNERMOST, "");
      return outside.contains(" + ") || outside.contains(" - ") ? "(" + formula + ")" : formula;
    }

    @Override
    public String variable(String name) {
      return name(name);
    }

    @Override
    public String call(Term.Unary.Operation operation, String operand) {
      return switch (operation) {
        case ABS -> "abs(" + operand + ")";
        case SIGN -> "sign(" + operand + ")";
        case SQRT -> "sqrt(" + operand + ")";
        case NEGATIVE -> throw new IllegalArgumentException("an operator");
      };
    }

    @Override
    public String call(Term.Binary.Operation operation, String left, String right) {
      return switch (operation) {
        case MIN -> "min(" + left + ", " + right + ")";
        case MAX -> "max(" + left + ", " + right + ")";
        case POWER -> "(" + left + ")^(" + right + ")";
        case PLUS, MINUS, TIMES, DIVIDE -> throw new IllegalArgumentException("an operator");
      };
    }

    @Override
    public String choice(String condition, String then, String otherwise) {
      return "where(" + condition + ", " + then + ", " + otherwise + ")";
    }
  }
}
