package org.texp4j.processor.model.shape;

import java.util.function.DoublePredicate;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Hyperparameter;

/** The range of a number in a shape; some depend on what has the shape and on its initial value. */
public enum Bound {
  /** Finite and greater than 0. */
  POSITIVE(value -> value > 0 && value <= Float.MAX_VALUE, "be greater than 0 and a finite float"),
  /** At least 1. */
  AT_LEAST_ONE(value -> value >= 1 && value <= Float.MAX_VALUE, "be at least 1 and a finite float"),
  /** Greater than 0 and at most 1. */
  UP_TO_ONE(value -> value > 0 && value <= 1, "be greater than 0 and at most 1"),
  /** A fraction less than the whole. */
  LESS_THAN_ONE(value -> value >= 0 && value < 1, "be at least 0 and less than 1"),
  /** Whatever the hyperparameter may be. */
  VALUE(
      (value, of, initial) -> of.admits(value),
      (of, initial) -> "be " + of.range() + ", as a " + of.noun()),
  /** From 0 to the initial value. */
  UP_TO_INITIAL(
      (value, of, initial) -> value >= 0 && !(value > initial),
      (of, initial) -> "lie between 0 and the " + of.noun() + ", " + Figures.shown(initial)),
  /** From the initial value to the largest that the hyperparameter may be. */
  FROM_INITIAL(
      (value, of, initial) -> of.admits(value) && !(value < initial),
      (of, initial) ->
          "be at least the " + of.noun() + ", " + Figures.shown(initial) + ", and " + of.range());

  private final Rule rule;
  private final Sentence words;

  Bound(DoublePredicate rule, String words) {
    this((value, of, initial) -> rule.test(value), (of, initial) -> words);
  }

  Bound(Rule rule, Sentence words) {
    this.rule = rule;
    this.words = words;
  }

  /** Whether a value lies in the range; NaN lies in none. */
  public boolean holds(double value, Hyperparameter of, double initial) {
    return rule.holds(value, of, initial);
  }

  /** The range in words, after "must". */
  public String words(Hyperparameter of, double initial) {
    return words.of(of, initial);
  }

  private interface Rule {
    boolean holds(double value, Hyperparameter of, double initial);
  }

  private interface Sentence {
    String of(Hyperparameter of, double initial);
  }
}
