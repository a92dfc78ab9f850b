package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adam whose step has the norm of the weights, tensor by tensor. You et al., "Large Batch
 * Optimization for Deep Learning: Training BERT in 76 minutes", ICLR 2020.
 *
 * <p>Weight decay is {@link Coupling#DECOUPLED} and not part of the ratio of norms: with the
 * paper's decay inside the norm there is no exact equivalent. The ratio is 1 where one of the norms
 * is 0.
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
      "u = m / (1 - beta1^t) / (sqrt(n / (1 - beta2^t)) + epsilon)",
      "ratio = where(norm(w) * norm(u) > 0, norm(w) / norm(u), 1)",
      "w = w - rate * ratio * u"
    })
public @interface LAMB {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-6;
}
