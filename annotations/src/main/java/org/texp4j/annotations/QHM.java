package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Quasi-hyperbolic momentum: a step along an average of the gradient and its moving mean. Ma and
 * Yarats, "Quasi-hyperbolic momentum and Adam for deep learning", ICLR 2019, with its recommended
 * numbers.
 *
 * <p>With ν = 1 it is SGD with momentum β and dampening β, and with ν = 0 SGD without momentum.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = "v",
    momentum = "beta",
    requires = {"beta >= 0", "beta < 1", "nu >= 0", "nu <= 1"},
    step = {"v = beta * v + (1 - beta) * g", "w = w - rate * ((1 - nu) * g + nu * v)"})
public @interface QHM {

  /** The decay rate β of the mean of the gradients; at least 0 and less than 1. */
  double beta() default 0.999;

  /** The share ν of the mean in the step; at least 0 and at most 1. */
  double nu() default 0.7;
}
