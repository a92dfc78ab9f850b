package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SGD with momentum that does not change the norm of scale-invariant weights. Heo et al., "AdamP:
 * Slowing Down the Slowdown for Momentum Optimizers on Scale-invariant Weights", ICLR 2021.
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
    states = "v",
    momentum = "momentum",
    coupling = Coupling.DECOUPLED,
    requires = {"momentum >= 0", "momentum < 1", "delta >= 0"},
    step = {
      "v = momentum * v + g",
      "u = where(abs(dot(g, w)) < delta * (norm(g) * rms(w)), project(v, w), v)",
      "w = w - rate * u"
    })
public @interface SGDP {

  /** The momentum; at least 0 and less than 1. */
  double momentum() default 0.9;

  /**
   * The threshold δ: a step is projected if the cosine between gradient and weights, both of N
   * numbers, is less than δ/√N; at least 0.
   */
  double delta() default 0.1;
}
