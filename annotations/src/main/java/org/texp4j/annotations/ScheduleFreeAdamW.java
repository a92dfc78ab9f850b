package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * AdamW on averaged weights, which needs no decreasing rate. Defazio et al., "The Road Less
 * Scheduled", NeurIPS 2024.
 *
 * <p>The gradient is taken at an average of z, which takes the steps, and x, the mean of all z;
 * evaluation uses x. Every step has the same weight in x. Decay acts on z.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"n", "z", "x"},
    momentum = "beta",
    evaluate = "x",
    coupling = Coupling.DECOUPLED,
    requires = {"beta >= 0", "beta < 1", "beta2 >= 0", "beta2 < 1", "epsilon > 0"},
    step = {
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "u = g / (sqrt(n * (1 / (1 - beta2^t))) + epsilon)",
      "z = (1 - rate * decay) * where(t > 1, z, w) - rate * u",
      "x = (1 - 1 / t) * x + z / t",
      "w = (1 - beta) * z + beta * x"
    })
public @interface ScheduleFreeAdamW {

  /** The share β of x in the weights at which the gradient is taken; at least 0 and less than 1. */
  double beta() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;
}
