package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The sign of the mean of the gradients. Bernstein et al., "signSGD: Compressed Optimisation for
 * Non-Convex Problems", ICML 2018. Su's Tiger of 2023 is the same rule.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = "m",
    momentum = "momentum",
    coupling = Coupling.DECOUPLED,
    requires = {"momentum >= 0", "momentum < 1"},
    step = {"m = momentum * m + (1 - momentum) * g", "w = w - rate * sign(m)"})
public @interface Signum {

  /** The decay rate of the mean of the gradients; at least 0 and less than 1. */
  double momentum() default 0.9;
}
