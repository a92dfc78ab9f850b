package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that passes through given values at given boundaries, with a line or half a
 * cosine between them: the initial value at step 0, values[i] at boundary i, and the last value
 * after the last boundary.
 *
 * <p>Like optax's piecewise_interpolate_schedule, which takes factors in place of values. Between a
 * at step p and b at step q, linear interpolation is a + (b − a)t and cosine interpolation a + (b −
 * a)(1 − cos(πt))/2, with t = (s − p)/(q − p). Exactly one of {@link #epochs}, {@link #steps} and
 * {@link #fractions} must be given. If a {@link Warmup} precedes it, steps count from the end of
 * the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(PiecewiseInterpolated.List.class)
public @interface PiecewiseInterpolated {

  /** The boundaries in epochs: increasing, at least 1, before the end of the run. */
  int[] epochs() default {};

  /** The boundaries in steps: increasing, at least 1, before the end of the run. */
  long[] steps() default {};

  /**
   * The boundaries as fractions of the shape's length, each rounded to the nearest step:
   * increasing, greater than 0 and less than 1.
   */
  double[] fractions() default {};

  /**
   * The value at each boundary, as many as there are boundaries; each in the hyperparameter's
   * range: at least 0 for a rate or a decay, at least 0 and less than 1 for a momentum.
   */
  double[] values();

  /** How it moves from one value to the next. */
  Interpolation interpolation() default Interpolation.LINEAR;

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    PiecewiseInterpolated[] value();
  }
}
