package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * AdamW that steps only where the step and the gradient agree in sign. Liang et al., "Cautious
 * Optimizers: Improving Training with One Line of Code", 2024.
 *
 * <p>The steps that remain grow by the ratio of all numbers in the tensor to the numbers that
 * agree, at most by 1000. Decay is that of AdamW; decay that is itself cautious has no exact
 * equivalent.
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
      "agrees = max(sign(m * g), 0)",
      "w = w - (rate / (1 - beta1^t)) * (agrees / max(mean(agrees), 0.001)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))"
    })
public @interface CautiousAdamW {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-6;
}
