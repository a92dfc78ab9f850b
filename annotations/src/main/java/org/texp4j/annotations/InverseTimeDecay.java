package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that falls with the inverse of the time: at step s it is initial/(1 + rate ·
 * s/E)<sup>power</sup>, with E the stretch over which time passes by one; with {@link #staircase},
 * s/E is rounded down.
 *
 * <p>With power 1 the same as Keras' InverseTimeDecay; with a stretch of one step the same as
 * Deeplearning4j's InverseSchedule. Exactly one of {@link #epochs}, {@link #steps} and {@link
 * #fraction} is given. Under a {@link Warmup} before it steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(InverseTimeDecay.List.class)
public @interface InverseTimeDecay {

  /** How fast it falls: the coefficient of the time; finite and greater than zero. */
  double rate();

  /** The power; finite and greater than zero. */
  double power() default 1;

  /** Whether time passes at the end of each stretch only. */
  boolean staircase() default false;

  /** The length E of the stretch in epochs; at least 1. */
  int epochs() default 0;

  /** The length E of the stretch in steps; at least 1. */
  long steps() default 0;

  /**
   * The length E of the stretch as a fraction of the shape's length, rounded to the nearest step;
   * greater than 0 and at most 1.
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
    InverseTimeDecay[] value();
  }
}
