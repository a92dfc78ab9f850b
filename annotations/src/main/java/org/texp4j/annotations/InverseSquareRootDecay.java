package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that falls with the inverse square root of time: at step s it is initial ·
 * √(τ/(s + τ)), where τ is the timescale.
 *
 * <p>The same as Hugging Face's get_inverse_sqrt_schedule after its warm-up, which {@link Warmup}
 * adds. Exactly one of {@link #epochs}, {@link #steps} and {@link #fraction} must be given. If a
 * {@link Warmup} precedes it, steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(InverseSquareRootDecay.List.class)
public @interface InverseSquareRootDecay {

  /** The timescale τ in epochs; at least 1. */
  int epochs() default 0;

  /** The timescale τ in steps; at least 1. */
  long steps() default 0;

  /**
   * The timescale τ as a fraction of the shape's length, rounded to the nearest step; greater than
   * 0 and at most 1.
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
    InverseSquareRootDecay[] value();
  }
}
