package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that stays for a while and then falls to a minimum along half a cosine: from
 * step F on, of L, it is minimum + (initial − minimum)(1 + cos(π(s − F)/(L − F)))/2.
 *
 * <p>The schedule of fastai's fit_flat_cos, whose {@code pct_start} is the fraction F/L. Exactly
 * one of {@link #epochs}, {@link #steps} and {@link #fraction} is given. Under a {@link Warmup}
 * before it steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(FlatThenCosine.List.class)
public @interface FlatThenCosine {

  /** The value at the end of the run; at least zero and at most the initial value. */
  double minimum() default 0;

  /** The length F of the flat part in epochs; at least 1 and less than the run. */
  int epochs() default 0;

  /** The length F of the flat part in steps; at least 1 and less than the run. */
  long steps() default 0;

  /**
   * The length F of the flat part as a fraction of the shape's length, rounded to the nearest step;
   * greater than 0 and less than 1.
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
    FlatThenCosine[] value();
  }
}
