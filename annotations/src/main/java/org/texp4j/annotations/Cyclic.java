package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that rises from its initial value to a maximum and falls back, again and again,
 * on straight lines: PyTorch's CyclicLR.
 *
 * <p>Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017. Under a {@link
 * Warmup} before it steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Cyclic.List.class)
public @interface Cyclic {

  /**
   * The value at the top of the first cycle; at least the initial value, and in the
   * hyperparameter's range.
   */
  double maximum();

  /** The length of the rise. */
  Length up();

  /** The length of the fall; by default that of the rise. */
  Length down() default @Length;

  /** How the height of the cycles goes on. */
  CyclicMode mode() default CyclicMode.TRIANGULAR;

  /**
   * With {@link CyclicMode#EXPONENTIAL_RANGE}, the factor of the height a step; greater than 0 and
   * at most 1.
   */
  double decay() default 1;

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    Cyclic[] value();
  }
}
