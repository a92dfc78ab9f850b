package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that is constant and then falls to a minimum along half a cosine: from step F of
 * L on it is minimum + (initial − minimum)(1 + cos(π(s − F)/(L − F)))/2.
 *
 * <p>The schedule of fastai's fit_flat_cos, whose {@code pct_start} is the fraction F/L. Exactly
 * one of {@link #epochs}, {@link #steps} and {@link #fraction} must be given. If a {@link Warmup}
 * precedes it, steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(FlatThenCosine.List.class)
public @interface FlatThenCosine {

  /** The value at the end of the run; at least zero and at most the initial value. */
  double minimum() default 0;

  /** The length F of the flat part in epochs; at least 1 and shorter than the run. */
  int epochs() default 0;

  /** The length F of the flat part in steps; at least 1 and shorter than the run. */
  long steps() default 0;

  /**
   * The length F of the flat part as a fraction of the shape's length, rounded to the nearest step;
   * greater than 0 and less than 1.
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
    FlatThenCosine[] value();
  }
}
