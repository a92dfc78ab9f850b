package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that takes a new value at each boundary: the initial value before the first
 * boundary, and values[i] from boundary i on.
 *
 * <p>The same as Keras's PiecewiseConstantDecay except at a boundary itself, which has the old
 * value there and the new one here, as in PyTorch and optax. Exactly one of {@link #epochs}, {@link
 * #steps} and {@link #fractions} must be given. If a {@link Warmup} precedes it, steps count from
 * the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(PiecewiseConstant.List.class)
public @interface PiecewiseConstant {

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
   * The value from each boundary on, as many as there are boundaries; each in the hyperparameter's
   * range: at least 0 for a rate or a decay, at least 0 and less than 1 for a momentum.
   */
  double[] values();

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    PiecewiseConstant[] value();
  }
}
