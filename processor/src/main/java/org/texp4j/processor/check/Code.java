package org.texp4j.processor.check;

/**
 * The catalogue of diagnostics: one constant for each page in {@code docs/errors}.
 *
 * <p>The code of {@code MOMENTUM_RANGE} is {@code TexpMomentumRange}. Codes are stable: a rule may
 * go, but its code is never given to another.
 */
public enum Code {
  /** A class lacks an annotation that every declaration needs. */
  MISSING_ANNOTATION(Severity.ERROR),
  /** An annotation of the language stands in a class without {@code @Schedule}. */
  ORPHAN_ANNOTATION(Severity.ERROR),
  /** The declaration stands on something that is not an ordinary class. */
  CLASS_FORM(Severity.ERROR),
  /** The name of the class to write is taken. */
  NAME_CLASH(Severity.ERROR),
  /** The name of the experiment cannot name a directory everywhere. */
  EXPERIMENT_NAME(Severity.ERROR),
  /** The batch size is less than 1. */
  BATCH_SIZE_RANGE(Severity.ERROR),
  /** The number of training examples is less than 1. */
  TRAINING_EXAMPLES_RANGE(Severity.ERROR),
  /** The number of training examples was not written, but lengths in epochs depend on it. */
  DEFAULT_TRAINING_EXAMPLES(Severity.NOTE),
  /** A group of tensors asserted to be scale invariant is empty, or names none or one again. */
  ASSERTED_TENSORS(Severity.ERROR),
  /** The learning rate is outside its range. */
  LEARNING_RATE_RANGE(Severity.ERROR),
  /** The weight decay is outside its range. */
  WEIGHT_DECAY_RANGE(Severity.ERROR),
  /** The momentum is outside its range. */
  MOMENTUM_RANGE(Severity.ERROR),
  /** A length is given in no unit. */
  UNIT_MISSING(Severity.ERROR),
  /** A length is given in more than one unit. */
  TWO_UNITS(Severity.ERROR),
  /** A length is less than 1, or a fraction is no part of the whole. */
  LENGTH_RANGE(Severity.ERROR),
  /** The run has more steps than can be planned. */
  RUN_TOO_LONG(Severity.ERROR),
  /** More than one annotation gives a hyperparameter its shape. */
  TWO_SHAPES(Severity.ERROR),
  /** More than one annotation warms a hyperparameter up. */
  TWO_WARMUPS(Severity.ERROR),
  /** A shape is given to a momentum that is not there. */
  NO_MOMENTUM(Severity.ERROR),
  /** A shape has no boundaries. */
  NO_BOUNDARIES(Severity.ERROR),
  /** A boundary does not lie after the one before it. */
  BOUNDARY_ORDER(Severity.ERROR),
  /** A boundary lies at the end of the run or past it. */
  BOUNDARY_PAST_END(Severity.ERROR),
  /** A length is longer than what its shape runs over. */
  LENGTH_PAST_END(Severity.ERROR),
  /** The factor of a decay is outside its range. */
  FACTOR_RANGE(Severity.ERROR),
  /** Another number of a shape is outside its range. */
  SHAPE_VALUE(Severity.ERROR),
  /** A shape has more values than boundaries, or fewer. */
  VALUES_COUNT(Severity.ERROR),
  /** A class cannot make a curve. */
  CURVE_CLASS(Severity.ERROR),
  /** A curve comes from a class, which the compiler cannot evaluate. */
  UNCHECKED_CURVE(Severity.NOTE),
  /** A curve leaves the range of its hyperparameter during the run. */
  CURVE_RANGE(Severity.ERROR),
  /** The minimum of a cosine is outside its range. */
  COSINE_MINIMUM(Severity.ERROR),
  /** The warm-up leaves no step for the main shape. */
  WARMUP_PAST_END(Severity.ERROR),
  /** The warm-up starts outside 0 to 1, or from 0 where it cannot. */
  WARMUP_START(Severity.ERROR),
  /** A later version of the language has it, but this compiler does not know it. */
  NOT_YET_SUPPORTED(Severity.ERROR),
  /** {@code EXPONENTIAL} is asked for a recipe that is not constant. */
  NOT_CONSTANT(Severity.ERROR),
  /** {@code TEXP} is asked for a recipe that is not constant in phases. */
  NOT_IN_PHASES(Severity.ERROR),
  /** {@code TEXP_MINUS_MINUS} is asked for a rate that starts at 0, which it would keep. */
  STARTS_AT_ZERO(Severity.ERROR),
  /** Momentum corrections are left out where there are none. */
  NOTHING_TO_CORRECT(Severity.ERROR),
  /** Momentum corrections are left out, at a price. */
  CORRECTIONS_LEFT_OUT(Severity.NOTE),
  /** A number of the optimizer is outside its range. */
  OPTIMIZER_VALUE(Severity.ERROR),
  /** Two optimizers are declared. */
  TWO_OPTIMIZERS(Severity.ERROR),
  /** Adam's weight decay is to be in the gradient, which has no equivalent. */
  ADAM_IN_GRADIENT(Severity.ERROR),
  /** AdamW is to be run in a form that only SGD has. */
  ADAM_FORM(Severity.ERROR),
  /** Weight decay times learning rate is too large to be converted. */
  DECAY_TOO_STRONG(Severity.ERROR),
  /** Weight decay times learning rate is beyond the bound, but the run ends in time. */
  BEYOND_BOUND(Severity.NOTE),
  /** The converted run leaves the range of float32. */
  FLOAT_RANGE(Severity.NOTE),
  /** A method that another one needs is missing. */
  METHOD_MISSING(Severity.ERROR),
  /** Two methods have the same role. */
  DUPLICATE_METHOD(Severity.ERROR),
  /** A method has not the signature of its role. */
  METHOD_SIGNATURE(Severity.ERROR),
  /** The artifact that training classes call is not on the class path. */
  RUNTIME_MISSING(Severity.ERROR),
  /** An option of this compiler does not exist. */
  UNKNOWN_OPTION(Severity.ERROR),
  /** The training class cannot be written to disk. */
  NOT_WRITTEN(Severity.ERROR),
  /** This compiler failed. */
  INTERNAL(Severity.ERROR);

  /** How bad it is. */
  public enum Severity {
    /** The training class is not written. */
    ERROR,
    /** Something to know; never an error, whatever the compiler's flags. */
    NOTE
  }

  private final Severity severity;

  Code(Severity severity) {
    this.severity = severity;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** The code as messages show it: {@code TexpMomentumRange}. */
  @Override
  public String toString() {
    StringBuilder code = new StringBuilder("Texp");
    for (String word : name().split("_")) {
      code.append(word.charAt(0));
      word.chars().skip(1).map(Character::toLowerCase).forEach(code::appendCodePoint);
    }
    return code.toString();
  }
}
