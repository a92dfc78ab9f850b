package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A learning rate that is multiplied by a factor at each boundary: at step s it is η₀ ·
 * factor<sup>(number of boundaries ≤ s)</sup>.
 *
 * <p>Exactly one of {@link #epochs} and {@link #steps} is given. Under {@link Warmup} the
 * boundaries count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface StepDecay {

  /** The boundaries in epochs: rising, at least 1, before the end of the run. */
  int[] epochs() default {};

  /** The boundaries in steps: rising, at least 1, before the end of the run. */
  long[] steps() default {};

  /** The factor at each boundary; finite and greater than zero. */
  double factor() default 0.1;
}
