package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adam with Nesterov momentum and decoupled weight decay. Dozat, "Incorporating Nesterov Momentum
 * into Adam", ICLR workshop 2016; momentum in its schedule and bias correction as PyTorch's NAdam
 * documents them.
 *
 * <p>The momentum that looks ahead is μ = β₁(1 − 0.96^(tψ)/2) at step t, and the bias of the mean
 * is corrected by the product of all μ so far. Where β₁ varies, the μ of the next step is taken
 * with the β₁ of this one.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "n", "q"},
    momentum = "beta1",
    coupling = Coupling.DECOUPLED,
    requires = {
      "beta1 >= 0",
      "beta1 < 1",
      "beta2 >= 0",
      "beta2 < 1",
      "epsilon > 0",
      "momentumDecay >= 0"
    },
    step = {
      "mu = beta1 * (1 - 0.5 * 0.96^(t * momentumDecay))",
      "next = beta1 * (1 - 0.5 * 0.96^((t + 1) * momentumDecay))",
      "q = 1 - (1 - q) * mu",
      "m = beta1 * m + (1 - beta1) * g",
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "u = (1 - mu) / q * g + next / (1 - (1 - q) * next) * m",
      "w = w - rate * (u / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))"
    })
public @interface NAdamW {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;

  /** The ψ by which μ approaches β₁; at least 0. */
  double momentumDecay() default 0.004;
}
