package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that is multiplied by a factor over each stretch of steps, smoothly or at its
 * end: at step s it is initial · factor<sup>s/E</sup>, with E the length of the stretch, and with
 * {@link #staircase} initial · factor<sup>⌊s/E⌋</sup>.
 *
 * <p>The same as Keras' ExponentialDecay and optax' exponential_decay; a staircase is PyTorch's
 * StepLR, and PyTorch's ExponentialLR is a staircase whose stretch is an epoch. Exactly one of
 * {@link #epochs}, {@link #steps} and {@link #fraction} is given. Under a {@link Warmup} before it
 * steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(ExponentialDecay.List.class)
public @interface ExponentialDecay {

  /** The factor over a stretch; finite and greater than zero. */
  double factor();

  /** Whether the value falls at the end of each stretch only. */
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
    ExponentialDecay[] value();
  }
}
