package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * AMSGrad with a power p of the mean square, between SGD (p = 0) and Adam (p = ½). Chen et al.,
 * "Closing the Generalization Gap of Adaptive Gradient Methods in Training Deep Neural Networks",
 * IJCAI 2020; with Adam's bias correction as in the authors' code.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "n", "h"},
    momentum = "beta1",
    requires = {
      "beta1 >= 0",
      "beta1 < 1",
      "beta2 >= 0",
      "beta2 < 1",
      "epsilon > 0",
      "p > 0",
      "p <= 0.5"
    },
    step = {
      "m = beta1 * m + (1 - beta1) * g",
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "h = max(h, n)",
      "w = w - rate * (sqrt(1 - beta2^t) / (1 - beta1^t)) * (m / (sqrt(h) + epsilon)^(2 * p))"
    })
public @interface Padam {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;

  /** The power p; greater than zero and at most 0.5. */
  double p() default 0.125;
}
