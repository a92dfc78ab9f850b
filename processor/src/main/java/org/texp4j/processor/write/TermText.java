package org.texp4j.processor.write;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.texp4j.schedule.rule.Term;

/** Terms of loops as text, with only the parentheses that their structure needs. */
final class TermText {

  /** How calls and numbers are written. */
  interface Syntax {
    String slot(int index);

    String variable(String name);

    String call(Term.Unary.Operation operation, String operand);

    String call(Term.Binary.Operation operation, String left, String right);

    String choice(String condition, String then, String otherwise);
  }

  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int SIGN = 3;
  private static final int ATOM = 4;

  private final Syntax syntax;

  TermText(Syntax syntax) {
    this.syntax = syntax;
  }

  /** The names of the variables in a term. */
  static Set<String> variables(Term term) {
    Set<String> names = new LinkedHashSet<>();
    leaves(term)
        .filter(Term.Variable.class::isInstance)
        .forEach(leaf -> names.add(((Term.Variable) leaf).name()));
    return names;
  }

  /** The indices of the slots in a term. */
  static Set<Integer> slots(Term term) {
    Set<Integer> slots = new LinkedHashSet<>();
    leaves(term)
        .filter(Term.Slot.class::isInstance)
        .forEach(leaf -> slots.add(((Term.Slot) leaf).index()));
    return slots;
  }

  private static Stream<Term> leaves(Term term) {
    return term.parts().isEmpty()
        ? Stream.of(term)
        : term.parts().stream().flatMap(TermText::leaves);
  }

  /** The text of a term. */
  String of(Term term) {
    if (term instanceof Term.Slot slot) {
      return syntax.slot(slot.index());
    } else if (term instanceof Term.Variable variable) {
      return syntax.variable(variable.name());
    } else if (term instanceof Term.Unary unary) {
      return unary.operation() == Term.Unary.Operation.NEGATIVE
          ? "-" + inside(unary.operand(), ATOM)
          : syntax.call(unary.operation(), of(unary.operand()));
    } else if (term instanceof Term.Binary binary) {
      return binary(binary);
    }
    Term.Choice choice = (Term.Choice) term;
    return syntax.choice(
        of(choice.left()) + " " + choice.relation().symbol() + " " + of(choice.right()),
        of(choice.then()),
        of(choice.otherwise()));
  }

  private String binary(Term.Binary binary) {
    String symbol = symbol(binary.operation());
    if (symbol.isEmpty()) {
      return syntax.call(binary.operation(), of(binary.left()), of(binary.right()));
    }
    int strength = strength(binary);
    return inside(binary.left(), strength)
        + " "
        + symbol
        + " "
        + inside(binary.right(), strength + 1);
  }

  private String inside(Term term, int strength) {
    return strength(term) < strength ? "(" + of(term) + ")" : of(term);
  }

  private static int strength(Term term) {
    if (term instanceof Term.Binary binary) {
      return switch (binary.operation()) {
        case PLUS, MINUS -> SUM;
        case TIMES, DIVIDE -> PRODUCT;
        case MIN, MAX, POWER -> ATOM;
      };
    }
    boolean isNegative =
        term instanceof Term.Unary unary && unary.operation() == Term.Unary.Operation.NEGATIVE;
    return isNegative ? SIGN : ATOM;
  }

  private static String symbol(Term.Binary.Operation operation) {
    return switch (operation) {
      case PLUS -> "+";
      case MINUS -> "-";
      case TIMES -> "*";
      case DIVIDE -> "/";
      case MIN, MAX, POWER -> "";
    };
  }
}
