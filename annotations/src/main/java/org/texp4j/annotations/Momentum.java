package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The momentum γ of the declared recipe; 0 where the annotation is absent.
 *
 * <p>A shape {@code of} {@link Hyperparameter#MOMENTUM} starts from it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Momentum {

  /** The coefficient γ; at least 0 and less than 1. */
  double value();

  /** How the velocity enters the update. */
  MomentumRule rule() default MomentumRule.HEAVY_BALL;

  /**
   * How much of the gradient is kept from the velocity, v ← γv + (1 − τ)g: at least 0 and less than
   * 1, and 0 for the rules that look ahead. PyTorch's SGD leaves it out of its very first step;
   * this does not.
   */
  double dampening() default 0;
}
