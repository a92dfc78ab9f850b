package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A warm-up, before the main shape or over it.
 *
 * <p>With {@link WarmupPlacement#BEFORE}, the value rises over the first W steps from a fraction of
 * the main shape's first value to that value, and the main shape takes the remaining steps,
 * starting at its own step 0. With {@link WarmupPlacement#OVER}, the main shape spans the whole
 * run, and its first W values are multiplied by a factor that rises from {@link #from} to 1.
 *
 * <p>Exactly one of {@link #epochs}, {@link #steps} and {@link #fraction} must be given.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Warmup.List.class)
public @interface Warmup {

  /** The length W in epochs; at least 1 and shorter than the run. */
  int epochs() default 0;

  /** The length W in steps; at least 1 and shorter than the run. */
  long steps() default 0;

  /**
   * The length W as a fraction of the run, rounded to the nearest step; greater than 0 and less
   * than 1.
   */
  double fraction() default 0;

  /**
   * The fraction at step 0; from 0 to 1, and greater than 0 with {@link WarmupShape#EXPONENTIAL}.
   */
  double from() default 0;

  /** How it rises. */
  WarmupShape shape() default WarmupShape.LINEAR;

  /** Whether the main shape starts after the warm-up or with it. */
  WarmupPlacement placement() default WarmupPlacement.BEFORE;

  /** The hyperparameter that is warmed up. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    Warmup[] value();
  }
}
