package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that follows a power of the remaining time: at step s it is end + (initial −
 * end)(1 − s/D)<sup>power</sup>, where D is the length L, and end from step L on.
 *
 * <p>With {@link #cycle}, D is instead the smallest positive multiple of L that is not less than s,
 * so the value rises again after each length. The same as Keras's PolynomialDecay and, without
 * cycle, as optax's polynomial_schedule and PyTorch's PolynomialLR, whose end is 0. At most one of
 * {@link #epochs}, {@link #steps} and {@link #fraction} may be given; by default L is the length of
 * the run, less any {@link Warmup} before it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(PolynomialDecay.List.class)
public @interface PolynomialDecay {

  /**
   * The value at the end of the curve; in the hyperparameter's range: at least 0 for a rate or a
   * decay, at least 0 and less than 1 for a momentum.
   */
  double end() default 0;

  /** The power; finite and greater than zero. A power of 1 is a straight line. */
  double power() default 1;

  /** Whether the curve rises again after each length. */
  boolean cycle() default false;

  /** The length L in epochs; at least 1 and no longer than the run. */
  int epochs() default 0;

  /** The length L in steps; at least 1 and no longer than the run. */
  long steps() default 0;

  /**
   * The length L as a fraction of the shape's length, rounded to the nearest step; greater than 0
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
    PolynomialDecay[] value();
  }
}
