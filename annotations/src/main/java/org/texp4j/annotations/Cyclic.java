package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that repeatedly rises from its initial value to a maximum and falls back, in
 * straight lines: PyTorch's CyclicLR.
 *
 * <p>Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017. If a {@link Warmup}
 * precedes it, steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Cyclic.List.class)
public @interface Cyclic {

  /**
   * The value at the top of the first cycle; at least the initial value, and within the
   * hyperparameter's range.
   */
  double maximum();

  /** The length of the rise. */
  Length up();

  /** The length of the fall; by default that of the rise. */
  Length down() default @Length;

  /** How the height of the cycles changes. */
  CyclicMode mode() default CyclicMode.TRIANGULAR;

  /**
   * The factor on the height per step with {@link CyclicMode#EXPONENTIAL_RANGE}; greater than 0 and
   * at most 1.
   */
  double decay() default 1;

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    Cyclic[] value();
  }
}
