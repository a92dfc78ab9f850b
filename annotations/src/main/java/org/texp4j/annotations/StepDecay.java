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
 * #epochs}, {@link #steps} and {@link #fractions} must be given. If a {@link Warmup} precedes it,
 * steps count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(StepDecay.List.class)
public @interface StepDecay {

  /** The boundaries in epochs: increasing, at least 1, before the end of the run. */
  int[] epochs() default {};

  /** The boundaries in steps: increasing, at least 1, before the end of the run. */
  long[] steps() default {};

  /**
   * The boundaries as fractions of the shape's length, each rounded to the nearest step:
   * increasing, greater than 0 and less than 1.
   */
  double[] fractions() default {};

  /** The factor at each boundary; finite and greater than zero. */
  double factor() default 0.1;

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    StepDecay[] value();
  }
}
