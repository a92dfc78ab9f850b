package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The sign of an average of the gradient and its moving mean. Chen et al., "Symbolic Discovery of
 * Optimization Algorithms", NeurIPS 2023.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = "m",
    momentum = "beta1",
    coupling = Coupling.DECOUPLED,
    requires = {"beta1 >= 0", "beta1 < 1", "beta2 >= 0", "beta2 < 1"},
    step = {
      "u = sign(beta1 * m + (1 - beta1) * g)",
      "m = beta2 * m + (1 - beta2) * g",
      "w = w - rate * u"
    })
public @interface Lion {

  /** The share β₁ of the mean in the step; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the gradients; at least 0 and less than 1. */
  double beta2() default 0.99;
}
