package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that is multiplied by a factor over each interval of E steps, smoothly or all at
 * once: at step s it is initial · factor<sup>s/E</sup>, or with {@link #staircase} initial ·
 * factor<sup>⌊s/E⌋</sup>.
 *
 * <p>The same as Keras's ExponentialDecay and optax's exponential_decay; a staircase is PyTorch's
 * StepLR, and PyTorch's ExponentialLR is a staircase with an interval of one epoch. Exactly one of
 * {@link #epochs}, {@link #steps} and {@link #fraction} must be given. If a {@link Warmup} precedes
 * it, steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(ExponentialDecay.List.class)
public @interface ExponentialDecay {

  /** The factor over an interval; finite and greater than zero. */
  double factor();

  /** Whether the value changes only at the end of each interval. */
  boolean staircase() default false;

  /** The interval E in epochs; at least 1. */
  int epochs() default 0;

  /** The interval E in steps; at least 1. */
  long steps() default 0;

  /**
   * The interval E as a fraction of the shape's length, rounded to the nearest step; greater than 0
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
    ExponentialDecay[] value();
  }
}
