package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adam whose mean square changes by the new square only, whatever its own size. Zaheer et al.,
 * "Adaptive Methods for Nonconvex Optimization", NeurIPS 2018, with its numbers and without bias
 * correction, as there.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "n"},
    momentum = "beta1",
    requires = {"beta1 >= 0", "beta1 < 1", "beta2 >= 0", "beta2 < 1", "epsilon > 0"},
    step = {
      "m = beta1 * m + (1 - beta1) * g",
      "n = n - (1 - beta2) * sign(n - g * g) * (g * g)",
      "w = w - rate * (m / (sqrt(n) + epsilon))"
    })
public @interface Yogi {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** 1 − β₂ is the share of the new square; β₂ is at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-3;
}
