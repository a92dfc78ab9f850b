package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * AdamW that does not change the norm of scale-invariant weights. Heo et al., "AdamP: Slowing Down
 * the Slowdown for Momentum Optimizers on Scale-invariant Weights", ICLR 2021.
 *
 * <p>The step loses its part along the weights wherever the gradient is orthogonal to them, as it
 * is for scale-invariant weights. The weights of a tensor are one vector here; the paper looks at
 * each channel first. Decay is not reduced where the step is projected: the paper's {@code
 * wd_ratio} is 1.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "n"},
    momentum = "beta1",
    coupling = Coupling.DECOUPLED,
    requires = {"beta1 >= 0", "beta1 < 1", "beta2 >= 0", "beta2 < 1", "epsilon > 0", "delta >= 0"},
    step = {
      "m = beta1 * m + (1 - beta1) * g",
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "a = m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon)",
      "u = where(abs(dot(g, w)) < delta * (norm(g) * rms(w)), project(a, w), a)",
      "w = w - (rate / (1 - beta1^t)) * u"
    })
public @interface AdamP {

  /** The decay rate β₁ of the mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of the mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;

  /**
   * The threshold δ: a step is projected if the cosine between gradient and weights, both of N
   * numbers, is less than δ/√N; at least 0.
   */
  double delta() default 0.1;
}
