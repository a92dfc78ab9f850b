package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that goes through given values at given boundaries, with a line or half a cosine
 * between them: the initial value at step 0, values[i] at boundary i, and the last value from there
 * on.
 *
 * <p>As optax' piecewise_interpolate_schedule, which takes factors where this takes values. Between
 * a at step p and b at step q a linear interpolation is a + (b − a)t and one along a cosine a + (b
 * − a)(1 − cos(πt))/2, with t = (s − p)/(q − p). Exactly one of {@link #epochs}, {@link #steps} and
 * {@link #fractions} is given. Under a {@link Warmup} before it steps count from the end of the
 * warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(PiecewiseInterpolated.List.class)
public @interface PiecewiseInterpolated {

  /** The boundaries in epochs: rising, at least 1, before the end of the run. */
  int[] epochs() default {};

  /** The boundaries in steps: rising, at least 1, before the end of the run. */
  long[] steps() default {};

  /**
   * The boundaries as fractions of the shape's length, each rounded to the nearest step: rising,
   * greater than 0 and less than 1.
   */
  double[] fractions() default {};

  /**
   * The value at each boundary, as many as there are boundaries; each in the hyperparameter's
   * range: at least 0 for a rate or a decay, at least 0 and less than 1 for a momentum.
   */
  double[] values();

  /** What lies between two values. */
  Interpolation interpolation() default Interpolation.LINEAR;

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    PiecewiseInterpolated[] value();
  }
}
