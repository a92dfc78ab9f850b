package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adam with the maximum in place of the mean square. Kingma and Ba, "Adam: A Method for Stochastic
 * Optimization", ICLR 2015, section 7.1; ε inside the maximum, as in PyTorch.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "u"},
    momentum = "beta1",
    requires = {"beta1 >= 0", "beta1 < 1", "beta2 >= 0", "beta2 < 1", "epsilon > 0"},
    step = {
      "m = beta1 * m + (1 - beta1) * g",
      "u = max(beta2 * u, abs(g) + epsilon)",
      "w = w - (rate / (1 - beta1^t)) * (m / u)"
    })
public @interface Adamax {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the maximum of the absolute gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the absolute gradient; greater than zero. */
  double epsilon() default 1e-8;
}
