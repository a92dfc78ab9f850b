package org.texp4j.processor.check;

import static org.texp4j.processor.check.Severity.ERROR;
import static org.texp4j.processor.check.Severity.NOTE;
import static org.texp4j.processor.check.Severity.WARNING;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.texp4j.schedule.rule.Similar;

/**
 * The catalogue of diagnostics: one constant for each page in {@code docs/errors}, whose table of
 * contents is generated from it.
 *
 * <p>The code of {@code MOMENTUM_RANGE} is {@code TexpMomentumRange}. Codes are stable: a rule may
 * be removed, but its code is never reused.
 */
public enum Code {
  MISSING_ANNOTATION(ERROR, "A class with `@Schedule` lacks `@Normalized` or `@WeightDecay`."),
  ORPHAN_ANNOTATION(ERROR, false, "An annotation of the language is used without `@Schedule`."),
  DECLARED_TWICE(ERROR, "A recipe has an annotation twice that may appear only once."),
  CLASS_FORM(ERROR, "The declared class is not visible to its training class."),
  NAME_CLASH(ERROR, "The name of the training class, or of a class it needs, is already taken."),
  EXPERIMENT_NAME(ERROR, "The name of the experiment is not a portable directory name."),
  EXPERIMENT_CLASH(
      ERROR, false, "Two declarations of one compilation have the same experiment name."),
  RECIPE_NAME(ERROR, "The name of a recipe cannot be part of a class name and a directory name."),
  BATCH_SIZE_RANGE(ERROR, "The batch size is less than 1."),
  TRAINING_EXAMPLES_RANGE(ERROR, "The number of training examples is less than 1."),
  DEFAULT_TRAINING_EXAMPLES(
      NOTE, "Lengths are in epochs, but the number of training examples is not declared."),
  ASSERTED_TENSORS(
      ERROR,
      "A group of tensors asserted to be scale invariant is empty, contains an empty name, or"
          + " repeats a tensor."),
  RATE_FACTOR(
      ERROR, "The learning rate of single layers is out of its range, or a layer has two or none."),
  LEARNING_RATE_RANGE(ERROR, "The learning rate is outside its range."),
  WEIGHT_DECAY_RANGE(ERROR, "The weight decay is outside its range."),
  MOMENTUM_RANGE(ERROR, "The momentum is outside its range."),
  UNIT_MISSING(ERROR, "A length has no unit."),
  TWO_UNITS(ERROR, "A length has more than one unit."),
  LENGTH_RANGE(ERROR, "A length is less than 1, or a fraction is outside its range."),
  RUN_TOO_LONG(ERROR, "The run has more steps than can be counted exactly or planned."),
  TWO_SHAPES(ERROR, "A hyperparameter has more than one shape."),
  TWO_WARMUPS(ERROR, "A hyperparameter has two warm-ups."),
  NO_MOMENTUM(ERROR, "A momentum has a shape but no declared value."),
  NO_BOUNDARIES(ERROR, "A shape has no boundaries."),
  BOUNDARY_ORDER(ERROR, "A boundary is not after the previous one."),
  BOUNDARY_PAST_END(ERROR, "A boundary is at or past the end of the run."),
  LENGTH_PAST_END(ERROR, "A shape, or a part of it, is longer than the steps available to it."),
  FACTOR_RANGE(ERROR, "The factor of a decay is outside its range."),
  SHAPE_VALUE(ERROR, "A number in a shape is outside its range."),
  TABLE_TOO_LONG(ERROR, "The shapes of a declaration list more numbers than a class can hold."),
  VALUES_COUNT(ERROR, "A shape does not have one value for each boundary."),
  CURVE_CLASS(ERROR, "The class named by `@CustomCurve` cannot make a curve."),
  UNCHECKED_CURVE(NOTE, "A curve is made by a class, which the compiler cannot run."),
  CURVE_RANGE(ERROR, "A curve leaves the range of its hyperparameter during the run."),
  COSINE_MINIMUM(
      ERROR, "The minimum of a cosine is negative, or above the initial value or a later peak."),
  WARMUP_PAST_END(ERROR, "The warm-up takes up the whole run."),
  WARMUP_START(ERROR, "The warm-up starts at 0 where it cannot, or at a fraction outside 0 to 1."),
  NOT_YET_SUPPORTED(
      ERROR, "The declaration uses a newer version of the language than this compiler knows."),
  NOT_CONSTANT(ERROR, "`EXPONENTIAL` requires a constant recipe."),
  NOT_IN_PHASES(ERROR, "`TEXP` and `TEXP_MINUS_MINUS` require a piecewise constant recipe."),
  STARTS_AT_ZERO(ERROR, "`TEXP_MINUS_MINUS` would keep the learning rate at 0."),
  NOTHING_TO_CORRECT(ERROR, "Momentum corrections are turned off where there are none."),
  CORRECTIONS_LEFT_OUT(NOTE, "Momentum corrections are turned off, so the run is not exact."),
  OPTIMIZER_VALUE(ERROR, "A parameter of the optimizer is outside its range."),
  TWO_OPTIMIZERS(ERROR, "A recipe has two update rules."),
  ADAM_IN_GRADIENT(ERROR, "Adam with weight decay in its gradient has no exponential equivalent."),
  ADAM_FORM(
      ERROR,
      "`TEXP` and `TEXP_MINUS_MINUS` do not apply to an update rule without a velocity, such as"
          + " AdamW."),
  RULE_SYNTAX(ERROR, "The text of an update rule cannot be read."),
  RULE_DEGREE(
      ERROR,
      "An update rule adds or compares terms that scale differently, so it has no exponential"
          + " equivalent."),
  RULE_DECAY(ERROR, "The weight decay of an update rule cannot be removed."),
  DECAY_TOO_STRONG(ERROR, "Weight decay times learning rate is too large to be converted."),
  BEYOND_BOUND(
      NOTE, "Weight decay times learning rate exceeds the bound, but this run can be converted."),
  FLOAT_RANGE(NOTE, "The converted run leaves the range of float32."),
  METHOD_MISSING(ERROR, "`@Network`, `@TrainingData` or `@EvaluationData` is missing."),
  DUPLICATE_METHOD(ERROR, "Two methods have the same role."),
  METHOD_SIGNATURE(ERROR, "A method does not have the signature that its role requires."),
  RUNTIME_MISSING(ERROR, "texp4j-dl4j, which training classes call, is not on the class path."),
  UNRESOLVED(NOTE, "A declaration refers to something that does not exist."),
  UNKNOWN_OPTION(ERROR, "An option of this compiler does not exist."),
  OPTION_VALUE(ERROR, "An option of this compiler has an invalid value."),
  FIXED_SEVERITY(ERROR, "An option lowers a severity that cannot be lowered."),
  SUPPRESSION(WARNING, "A `@SuppressWarnings` names no code that can be suppressed."),
  NOT_WRITTEN(ERROR, "The training class cannot be written to disk."),
  INTERNAL(ERROR, "The texp4j compiler itself failed.");

  private final String text;
  private final Severity severity;
  private final boolean fixed;
  private final String summary;

  /** An error that prevents a class from being written that does not do what is declared. */
  Code(Severity severity, String summary) {
    this(severity, severity == ERROR, summary);
  }

  Code(Severity severity, boolean fixed, String summary) {
    this.text = text(name());
    this.severity = severity;
    this.fixed = fixed;
    this.summary = summary;
  }

  /** Its severity, unless an option changes it. */
  public Severity severity() {
    return severity;
  }

  /** Whether it is an error whose severity cannot be lowered, since the output would be wrong. */
  public boolean isFixed() {
    return fixed;
  }

  /** Whether it is about the text of an update rule, which belongs to many declarations. */
  public boolean isOfRuleText() {
    return switch (this) {
      case RULE_SYNTAX, RULE_DEGREE, RULE_DECAY -> true;
      default -> false;
    };
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

  /** The code with the nearest name, whether or not it starts with {@code Texp}. */
  static Optional<Code> like(String name) {
    return Similar.to(bare(name), List.of(values()), code -> bare(code.text));
  }

  private static String bare(String code) {
    return code.replaceFirst("^(?i)texp", "");
  }

  private static String text(String name) {
    StringBuilder code = new StringBuilder("Texp");
    for (String word : name.split("_")) {
      code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return code.toString();
  }
}
