package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The momentum γ of the declared recipe; 0 without the annotation.
 *
 * <p>It is the initial value of a shape {@code of} {@link Hyperparameter#MOMENTUM}.
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
   * The dampening τ in v ← γv + (1 − τ)g; at least 0 and less than 1, and 0 for the Nesterov rules.
   * Unlike PyTorch's SGD, the first step is dampened too.
   */
  double dampening() default 0;
}
