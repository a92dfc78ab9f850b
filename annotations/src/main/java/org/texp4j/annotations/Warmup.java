package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A linear warm-up before the main shape: over its first W steps the rate is η₀ (from + (1 − from)
 * s/W), and the main shape then runs over the remaining T − W steps from its own step 0.
 *
 * <p>Exactly one of {@link #epochs} and {@link #steps} is given.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Warmup {

  /** The length W in epochs; at least 1 and less than the run's. */
  int epochs() default 0;

  /** The length W in steps; at least 1 and less than the run's. */
  long steps() default 0;

  /** The fraction of η₀ at step 0; from 0 to 1. */
  double from() default 0;
}
