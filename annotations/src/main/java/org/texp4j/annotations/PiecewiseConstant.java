package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter with one value up to the first boundary and another from each boundary on: the
 * initial value for steps before the first boundary, and values[i] from boundary i on.
 *
 * <p>The same as Keras' PiecewiseConstantDecay but for the step at a boundary itself, which has the
 * old value there and the new one here, as in PyTorch and optax. Exactly one of {@link #epochs},
 * {@link #steps} and {@link #fractions} is given. Under a {@link Warmup} before it steps count from
 * the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(PiecewiseConstant.List.class)
public @interface PiecewiseConstant {

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
   * The value from each boundary on, as many as there are boundaries; each in the hyperparameter's
   * range: at least 0 for a rate or a decay, at least 0 and less than 1 for a momentum.
   */
  double[] values();

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    PiecewiseConstant[] value();
  }
}
