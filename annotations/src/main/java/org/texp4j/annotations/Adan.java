package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adaptive Nesterov momentum, from means of the gradients and of their differences. Xie et al.,
 * "Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models", TPAMI 2024.
 *
 * <p>β₁, β₂ and β₃ weigh the past, as in the authors' code; the paper's are 1 − β. Decay multiplies
 * by 1 − ηλ, the code's {@code no_prox}, where the paper divides by 1 + ηλ.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "d", "n", "h"},
    momentum = "beta1",
    coupling = Coupling.DECOUPLED,
    requires = {
      "beta1 >= 0",
      "beta1 < 1",
      "beta2 >= 0",
      "beta2 < 1",
      "beta3 >= 0",
      "beta3 < 1",
      "epsilon > 0"
    },
    step = {
      "difference = where(t > 1, g - h, 0)",
      "m = beta1 * m + (1 - beta1) * g",
      "d = beta2 * d + (1 - beta2) * difference",
      "n = beta3 * n + (1 - beta3) * (g + beta2 * difference)^2",
      "h = g",
      "u = m / (1 - beta1^t) + beta2 * d / (1 - beta2^t)",
      "w = w - rate * (u / (sqrt(n / (1 - beta3^t)) + epsilon))"
    })
public @interface Adan {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.98;

  /**
   * The decay rate β₂ of the mean of the differences between successive gradients; at least 0 and
   * less than 1.
   */
  double beta2() default 0.92;

  /** The decay rate β₃ of the mean of the squares; at least 0 and less than 1. */
  double beta3() default 0.99;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;
}
