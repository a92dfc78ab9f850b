package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adam that divides by the deviation of the gradients from their mean. Zhuang et al., "AdaBelief
 * Optimizer: Adapting Stepsizes by the Belief in Observed Gradients", NeurIPS 2020; ε as in the
 * authors' code.
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
      "m = beta1 * m + (1 - beta1) * g",
      "n = beta2 * n + (1 - beta2) * (g - m)^2 + epsilon",
      "w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))"
    })
public @interface AdaBelief {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared deviations; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the mean square in each step, and to its root; greater than zero. */
  double epsilon() default 1e-16;
}
