package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that falls along a sigmoid: at step s it is initial/(1 + exp(slope · (s − c))),
 * with the center c, at which it is half the initial value.
 *
 * <p>Step 0 has less than the initial value, by the factor 1/(1 + exp(−slope · c)).
 * Deeplearning4j's SigmoidSchedule has the opposite sign of the slope. Exactly one of {@link
 * #epochs}, {@link #steps} and {@link #fraction} is given. Under a {@link Warmup} before it steps
 * count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(SigmoidDecay.List.class)
public @interface SigmoidDecay {

  /**
   * The steepness in the unit of the center: per epoch, per step or, for a fraction, per the
   * shape's whole length; finite and greater than zero.
   */
  double slope();

  /** The center c in epochs; at least 1. */
  int epochs() default 0;

  /** The center c in steps; at least 1. */
  long steps() default 0;

  /**
   * The center c as a fraction of the shape's length, rounded to the nearest step; greater than 0
   * and at most 1.
   */
  double fraction() default 0;

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    SigmoidDecay[] value();
  }
}
