package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Rectified Adam with decoupled weight decay. Liu et al., "On the Variance of the Adaptive Learning
 * Rate and Beyond", ICLR 2020.
 *
 * <p>As long as the variance of the adaptive rate is unknown it steps along the mean of the
 * gradients. It divides by their root mean square from the step on where ρ exceeds 5, as PyTorch
 * and the authors' code do; the paper has 4. ε is added to the root before the bias correction, as
 * there.
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
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "limit = 2 / (1 - beta2) - 1",
      "rho = limit - 2 * t * beta2^t / (1 - beta2^t)",
      "c = sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))",
      "u = where(rho > 5, c * sqrt(1 - beta2^t) * (m / (sqrt(n) + epsilon)), m)",
      "w = w - (rate / (1 - beta1^t)) * u"
    })
public @interface RAdamW {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;
}
