package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Momentum on gradients divided by the root mean square of their norm, tensor by tensor. Ginsburg
 * et al., "Stochastic Gradient Methods with Layer-wise Adaptive Moments for Training of Deep
 * Networks", 2019.
 *
 * <p>Weight decay is inside the momentum, as in the paper. It is therefore {@link
 * Coupling#DECOUPLED}: the gradient itself must not contain it.
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
      "n = where(t > 1, beta2 * n + (1 - beta2) * norm(g)^2, norm(g)^2)",
      "m = beta1 * m + (g / (sqrt(n) + epsilon) + decay * w)",
      "w = w - rate * m"
    })
public @interface NovoGrad {

  /** The momentum β₁; at least 0 and less than 1. */
  double beta1() default 0.95;

  /** The decay rate β₂ of the mean of the squared norms; at least 0 and less than 1. */
  double beta2() default 0.98;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;
}
