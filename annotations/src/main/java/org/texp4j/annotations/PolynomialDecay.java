package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter on a power of the time that is left: at step s it is end + (initial − end)(1 −
 * s/D)<sup>power</sup>, with D the length L, and end from step L on.
 *
 * <p>With {@link #cycle} D is instead the smallest multiple of L that is not before s, and at least
 * L, so the value rises again after each length. The same as Keras' PolynomialDecay, and without
 * cycle optax' polynomial_schedule and PyTorch's PolynomialLR, whose end is 0. At most one of
 * {@link #epochs}, {@link #steps} and {@link #fraction} is given; without any the shape takes all
 * of its length, which is the run or what a {@link Warmup} before it leaves.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(PolynomialDecay.List.class)
public @interface PolynomialDecay {

  /**
   * The value that the curve falls to; in the hyperparameter's range: at least 0 for a rate or a
   * decay, at least 0 and less than 1 for a momentum.
   */
  double end() default 0;

  /** The power; finite and greater than zero. 1 is a straight line. */
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

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    PolynomialDecay[] value();
  }
}
