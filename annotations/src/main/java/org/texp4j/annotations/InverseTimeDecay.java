package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that falls with the inverse of time: at step s it is initial/(1 + rate ·
 * s/E)<sup>power</sup>, where E is the unit of time in steps; with {@link #staircase}, s/E is
 * rounded down.
 *
 * <p>The same as Keras's InverseTimeDecay if the power is 1, and as Deeplearning4j's
 * InverseSchedule if E is one step. Exactly one of {@link #epochs}, {@link #steps} and {@link
 * #fraction} must be given. If a {@link Warmup} precedes it, steps count from the end of the
 * warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(InverseTimeDecay.List.class)
public @interface InverseTimeDecay {

  /** The coefficient of time; finite and greater than zero. */
  double rate();

  /** The power; finite and greater than zero. */
  double power() default 1;

  /** Whether time advances only at the end of each unit. */
  boolean staircase() default false;

  /** The unit of time E in epochs; at least 1. */
  int epochs() default 0;

  /** The unit of time E in steps; at least 1. */
  long steps() default 0;

  /**
   * The unit of time E as a fraction of the shape's length, rounded to the nearest step; greater
   * than 0 and at most 1.
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
    InverseTimeDecay[] value();
  }
}
