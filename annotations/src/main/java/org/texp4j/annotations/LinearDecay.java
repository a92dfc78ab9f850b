package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that moves in a straight line from its initial value to another: at step s it is
 * initial + (end − initial) · min(s, L)/L, where L is the length of the line.
 *
 * <p>The same as optax's linear_schedule and PyTorch's LinearLR, whose {@code end_factor} is
 * end/initial. It rises if the end is the larger value. At most one of {@link #epochs}, {@link
 * #steps} and {@link #fraction} may be given; by default L is the length of the run, less any
 * {@link Warmup} before it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(LinearDecay.List.class)
public @interface LinearDecay {

  /**
   * The value at the end of the line; in the hyperparameter's range: at least 0 for a rate or a
   * decay, at least 0 and less than 1 for a momentum.
   */
  double end() default 0;

  /** The length L of the line in epochs; at least 1 and no longer than the run. */
  int epochs() default 0;

  /** The length L of the line in steps; at least 1 and no longer than the run. */
  long steps() default 0;

  /**
   * The length L of the line as a fraction of the shape's length, rounded to the nearest step;
   * greater than 0 and at most 1.
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
    LinearDecay[] value();
  }
}
