package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A learning rate that falls from η₀ to a minimum along half a cosine: at step s of T it is η_min +
 * (η₀ − η_min)(1 + cos(πs/T))/2; Loshchilov and Hutter 2017, without restarts.
 *
 * <p>Under {@link Warmup} s and T count from the end of the warm-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface CosineDecay {

  /** The rate η_min that the curve tends to; at least zero and at most η₀. */
  double minimum() default 0;
}
