package org.texp4j.schedule.rule;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An elementwise expression of a loop over a tensor, whose numbers are {@linkplain Slot slots}.
 * Immutable.
 */
public sealed interface Term {

  /**
   * A number that is known before the step.
   *
   * @param index its index among the numbers of the loop
   */
  record Slot(int index) implements Term {}

  /**
   * A variable: an element of an array, a number of the tensor, or a local variable of the loop.
   *
   * @param name its name, unique within the loop
   */
  record Variable(String name) implements Term {}

  /** A function of one term. */
  record Unary(Operation operation, Term operand) implements Term {
    /** The functions. */
    public enum Operation {
      /** −x. */
      NEGATIVE,
      /** |x|. */
      ABS,
      /** −1, 0 or 1. */
      SIGN,
      /** √x. */
      SQRT
    }
  }

  /** A function of two terms. */
  record Binary(Operation operation, Term left, Term right) implements Term {
    /** The functions. */
    public enum Operation {
      /** x + y. */
      PLUS,
      /** x − y. */
      MINUS,
      /** xy. */
      TIMES,
      /** x/y. */
      DIVIDE,
      /** The smaller. */
      MIN,
      /** The larger. */
      MAX,
      /** x^y. */
      POWER
    }
  }

  /** The first alternative where left and right are in a relation, the second elsewhere. */
  record Choice(Relation relation, Term left, Term right, Term then, Term otherwise)
      implements Term {}

  /** The terms that this one is computed from. */
  default List<Term> parts() {
    if (this instanceof Unary unary) {
      return List.of(unary.operand());
    } else if (this instanceof Binary binary) {
      return List.of(binary.left(), binary.right());
    }
    return this instanceof Choice choice
        ? List.of(choice.left(), choice.right(), choice.then(), choice.otherwise())
        : List.of();
  }

  /** Returns this term with other parts. */
  default Term mapParts(UnaryOperator<Term> map) {
    if (this instanceof Unary unary) {
      return new Unary(unary.operation(), map.apply(unary.operand()));
    } else if (this instanceof Binary binary) {
      return new Binary(binary.operation(), map.apply(binary.left()), map.apply(binary.right()));
    } else if (this instanceof Choice choice) {
      return new Choice(
          choice.relation(),
          map.apply(choice.left()),
          map.apply(choice.right()),
          map.apply(choice.then()),
          map.apply(choice.otherwise()));
    }
    return this;
  }
}
