package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * ADOPT: Adam that divides by the mean square of earlier gradients only, before momentum. Taniguchi
 * et al., "ADOPT: Modified Adam Can Converge with Any β₂ with the Optimal Rate", NeurIPS 2024; with
 * its clipping by (t − 1)^¼.
 *
 * <p>The first step only takes the square of its gradient, and decay acts in it already.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "n"},
    momentum = "beta1",
    coupling = Coupling.DECOUPLED,
    requires = {"beta1 >= 0", "beta1 < 1", "beta2 >= 0", "beta2 < 1", "epsilon > 0"},
    step = {
      "c = (t - 1)^0.25",
      "u = max(-c, min(c, g / max(sqrt(n), epsilon)))",
      "m = beta1 * m + (1 - beta1) * u",
      "n = where(t > 1, beta2 * n + (1 - beta2) * (g * g), g * g)",
      "w = w - rate * m"
    })
public @interface Adopt {

  /** The decay rate β₁ of the mean of the normalized gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.9999;

  /** The least value ε of the root of the mean square; greater than zero. */
  double epsilon() default 1e-6;
}
