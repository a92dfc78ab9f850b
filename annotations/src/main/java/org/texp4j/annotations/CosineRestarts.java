package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that repeatedly falls along half a cosine: at step t of a period of length L it
 * is minimum + (peak − minimum)(1 + cos(πt/L))/2.
 *
 * <p>Period i, counted from 0, has length first · multiplier<sup>i</sup> and peak initial ·
 * decay<sup>i</sup>. Loshchilov and Hutter, "SGDR", ICLR 2017; PyTorch's
 * CosineAnnealingWarmRestarts with {@code T_0} and {@code T_mult}; timm's {@code cycle_decay}.
 * Exactly one of {@link #epochs}, {@link #steps} and {@link #fraction} must be given. If a {@link
 * Warmup} precedes it, steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(CosineRestarts.List.class)
public @interface CosineRestarts {

  /** The value at the end of each period; at least zero and at most the peak of every period. */
  double minimum() default 0;

  /** The ratio of a period's length to that of the previous one; at least 1. */
  double multiplier() default 1;

  /** The ratio of a period's peak to that of the previous one; greater than 0 and at most 1. */
  double decay() default 1;

  /** The length of the first period in epochs; at least 1 and no longer than the run. */
  int epochs() default 0;

  /** The length of the first period in steps; at least 1 and no longer than the run. */
  long steps() default 0;

  /**
   * The length of the first period as a fraction of the shape's length, rounded to the nearest
   * step; greater than 0 and at most 1.
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
    CosineRestarts[] value();
  }
}
