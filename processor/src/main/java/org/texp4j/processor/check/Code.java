package org.texp4j.processor.check;

import static org.texp4j.processor.check.Severity.ERROR;
import static org.texp4j.processor.check.Severity.NOTE;
import static org.texp4j.processor.check.Severity.WARNING;

import java.util.Locale;

/**
 * The catalogue of diagnostics: one constant for each page in {@code docs/errors}, whose table of
 * contents is made from it.
 *
 * <p>The code of {@code MOMENTUM_RANGE} is {@code TexpMomentumRange}. Codes are stable: a rule may
 * go, but its code is never given to another.
 */
public enum Code {
  MISSING_ANNOTATION(ERROR, "A class with `@Schedule` lacks `@Normalized` or `@WeightDecay`."),
  ORPHAN_ANNOTATION(
      ERROR, false, "An annotation of the language stands in a class without `@Schedule`."),
  DECLARED_TWICE(ERROR, "A recipe gets an annotation twice of which it can have one."),
  CLASS_FORM(ERROR, "The class with the declaration is hidden from its training class."),
  NAME_CLASH(ERROR, "The name of the class to write is taken."),
  EXPERIMENT_NAME(ERROR, "The name of the experiment cannot name a directory everywhere."),
  RECIPE_NAME(
      ERROR, "The name of a recipe cannot be part of the names of a class and a directory."),
  BATCH_SIZE_RANGE(ERROR, "The batch size is less than 1."),
  TRAINING_EXAMPLES_RANGE(ERROR, "The number of training examples is less than 1."),
  DEFAULT_TRAINING_EXAMPLES(
      NOTE, "Lengths in epochs rest on an undeclared number of training examples."),
  ASSERTED_TENSORS(
      ERROR,
      "A group of tensors asserted to be scale invariant is empty, or has an empty name or one that"
          + " was named before."),
  LEARNING_RATE_RANGE(ERROR, "The learning rate is outside its range."),
  WEIGHT_DECAY_RANGE(ERROR, "The weight decay is outside its range."),
  MOMENTUM_RANGE(ERROR, "The momentum is outside its range."),
  UNIT_MISSING(ERROR, "A length is given in no unit."),
  TWO_UNITS(ERROR, "A length is given in more than one unit."),
  LENGTH_RANGE(ERROR, "A length is less than 1, or a fraction is no part of the whole."),
  RUN_TOO_LONG(ERROR, "The run has more steps than can be counted exactly or planned."),
  TWO_SHAPES(ERROR, "More than one annotation gives a hyperparameter its shape."),
  TWO_WARMUPS(ERROR, "A hyperparameter is warmed up twice."),
  NO_MOMENTUM(ERROR, "A shape is given to a momentum that is not declared."),
  NO_BOUNDARIES(ERROR, "A shape has no boundaries."),
  BOUNDARY_ORDER(ERROR, "A boundary does not lie after the one before it."),
  BOUNDARY_PAST_END(ERROR, "A boundary lies at the end of the run or past it."),
  LENGTH_PAST_END(ERROR, "A shape, or a part of it, is longer than what it runs over."),
  FACTOR_RANGE(ERROR, "The factor of a decay is outside its range."),
  SHAPE_VALUE(ERROR, "A number of a shape is outside its range."),
  VALUES_COUNT(ERROR, "A shape has more values than boundaries, or fewer."),
  CURVE_CLASS(ERROR, "The class of a `@CustomCurve` cannot make a curve."),
  UNCHECKED_CURVE(NOTE, "A curve comes from a class, which the compiler cannot evaluate."),
  CURVE_RANGE(ERROR, "A curve leaves the range of its hyperparameter during the run."),
  COSINE_MINIMUM(ERROR, "The minimum of a cosine is negative or above the initial value."),
  WARMUP_PAST_END(ERROR, "The warm-up takes the whole run."),
  WARMUP_START(ERROR, "The warm-up starts outside 0 to 1, or from 0 where it cannot."),
  NOT_YET_SUPPORTED(
      ERROR, "A later version of the language has it, but this compiler does not know it."),
  NOT_CONSTANT(ERROR, "`EXPONENTIAL` is asked for a recipe that is not constant."),
  NOT_IN_PHASES(ERROR, "`TEXP` is asked for a recipe that is not constant in phases."),
  STARTS_AT_ZERO(ERROR, "`TEXP_MINUS_MINUS` would keep a learning rate of 0."),
  NOTHING_TO_CORRECT(ERROR, "Momentum corrections are left out where there are none."),
  CORRECTIONS_LEFT_OUT(NOTE, "Momentum corrections are left out, at a price."),
  OPTIMIZER_VALUE(ERROR, "A number of the optimizer is outside its range."),
  TWO_OPTIMIZERS(ERROR, "`@Momentum` and `@AdamW` are both declared."),
  ADAM_IN_GRADIENT(ERROR, "Adam with weight decay in its gradient has no equivalent."),
  ADAM_FORM(ERROR, "AdamW is asked for in a form that only SGD has."),
  DECAY_TOO_STRONG(ERROR, "Weight decay times learning rate is too large to be converted."),
  BEYOND_BOUND(
      NOTE, "Weight decay times learning rate is beyond the bound, but the run ends in time."),
  FLOAT_RANGE(NOTE, "The converted run leaves the range of float32."),
  METHOD_MISSING(ERROR, "A method that another one needs is missing."),
  DUPLICATE_METHOD(ERROR, "Two methods have the same role."),
  METHOD_SIGNATURE(ERROR, "A method does not have the signature of its role."),
  RUNTIME_MISSING(ERROR, "The artifact that training classes call is not on the class path."),
  UNRESOLVED(NOTE, "A declaration waited in vain for something that the program does not have."),
  UNKNOWN_OPTION(ERROR, "An option of this compiler does not exist."),
  OPTION_VALUE(ERROR, "An option of this compiler has a value that it cannot have."),
  FIXED_SEVERITY(ERROR, "An error that keeps wrong code from being written is asked to be less."),
  SUPPRESSION(WARNING, "A `@SuppressWarnings` names no code that it can suppress."),
  NOT_WRITTEN(ERROR, "The training class cannot be written to disk."),
  INTERNAL(ERROR, "The texp4j compiler failed.");

  private final String text;
  private final Severity severity;
  private final boolean fixed;
  private final String summary;

  /** An error keeps a class from being written that would not do what is declared. */
  Code(Severity severity, String summary) {
    this(severity, severity == ERROR, summary);
  }

  Code(Severity severity, boolean fixed, String summary) {
    this.text = text(name());
    this.severity = severity;
    this.fixed = fixed;
    this.summary = summary;
  }

  /** How bad it is, unless its author decides otherwise. */
  public Severity severity() {
    return severity;
  }

  /** Whether it is an error that nobody can make less of, since what is written would be wrong. */
  public boolean isFixed() {
    return fixed;
  }

  /** What it means, in a sentence. */
  public String summary() {
    return summary;
  }

  /** The code as messages show it: {@code TexpMomentumRange}. */
  @Override
  public String toString() {
    return text;
  }

  private static String text(String name) {
    StringBuilder code = new StringBuilder("Texp");
    for (String word : name.split("_")) {
      code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return code.toString();
  }
}
