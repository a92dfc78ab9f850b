package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that falls along a sigmoid: at step s it is initial/(1 + exp(slope · (s − c))),
 * half the initial value at the center c.
 *
 * <p>At step 0 it is less than the initial value, by the factor 1/(1 + exp(−slope · c)). The slope
 * has the opposite sign in Deeplearning4j's SigmoidSchedule. Exactly one of {@link #epochs}, {@link
 * #steps} and {@link #fraction} must be given. If a {@link Warmup} precedes it, steps count from
 * the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(SigmoidDecay.List.class)
public @interface SigmoidDecay {

  /**
   * The steepness, in the inverse of the center's unit: per epoch, per step or, for a fraction, per
   * the shape's whole length; finite and greater than zero.
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

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    SigmoidDecay[] value();
  }
}
