package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of three velocities with different momenta. Lucas et al., "Aggregated Momentum:
 * Stability Through Passive Damping", ICLR 2019, with its numbers.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"a", "b", "c"},
    requires = {"beta1 >= 0", "beta1 < 1", "beta2 >= 0", "beta2 < 1", "beta3 >= 0", "beta3 < 1"},
    step = {
      "a = beta1 * a + g",
      "b = beta2 * b + g",
      "c = beta3 * c + g",
      "w = w - rate * ((a + b + c) / 3)"
    })
public @interface AggMo {

  /** The momentum β₁ of the first velocity; at least 0 and less than 1. */
  double beta1() default 0;

  /** The momentum β₂ of the second velocity; at least 0 and less than 1. */
  double beta2() default 0.9;

  /** The momentum β₃ of the third velocity; at least 0 and less than 1. */
  double beta3() default 0.99;
}
