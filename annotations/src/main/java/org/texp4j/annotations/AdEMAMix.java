package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * AdamW with a second, much slower mean of the gradients. Pagliardini, Ablin and Grangier, "The
 * AdEMAMix Optimizer: Better, Faster, Older", ICLR 2025, without the warm-up of α and β₃.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "s", "n"},
    momentum = "beta1",
    coupling = Coupling.DECOUPLED,
    requires = {
      "beta1 >= 0",
      "beta1 < 1",
      "beta2 >= 0",
      "beta2 < 1",
      "beta3 >= 0",
      "beta3 < 1",
      "alpha >= 0",
      "epsilon > 0"
    },
    step = {
      "m = beta1 * m + (1 - beta1) * g",
      "s = beta3 * s + (1 - beta3) * g",
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "w = w - rate * ((m / (1 - beta1^t) + alpha * s) / (sqrt(n / (1 - beta2^t)) + epsilon))"
    })
public @interface AdEMAMix {

  /** The decay rate β₁ of the fast mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The decay rate β₃ of the slow mean of the gradients; at least 0 and less than 1. */
  double beta3() default 0.9999;

  /** The weight α of the slow mean; at least 0. */
  double alpha() default 5;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;
}
