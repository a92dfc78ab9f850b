package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that is multiplied by a factor at each boundary: at step s it is initial ·
 * factor<sup>(number of boundaries ≤ s)</sup>.
 *
 * <p>The same as PyTorch's MultiStepLR, whose {@code gamma} is the factor. Exactly one of {@link
 * #epochs}, {@link #steps} and {@link #fractions} is given. Under a {@link Warmup} before it steps
 * count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(StepDecay.List.class)
public @interface StepDecay {

  /** The boundaries in epochs: rising, at least 1, before the end of the run. */
  int[] epochs() default {};

  /** The boundaries in steps: rising, at least 1, before the end of the run. */
  long[] steps() default {};

  /**
   * The boundaries as fractions of the shape's length, each rounded to the nearest step: rising,
   * greater than 0 and less than 1.
   */
  double[] fractions() default {};

  /** The factor at each boundary; finite and greater than zero. */
  double factor() default 0.1;

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    StepDecay[] value();
  }
}
