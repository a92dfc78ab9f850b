package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SGD on averaged weights, which needs no decreasing rate. Defazio et al., "The Road Less
 * Scheduled", NeurIPS 2024.
 *
 * <p>The gradient is taken at an average of z, which takes the steps, and x, the mean of all z;
 * evaluation uses x. Every step has the same weight in x. Decay acts on z.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"z", "x"},
    momentum = "beta",
    evaluate = "x",
    coupling = Coupling.DECOUPLED,
    requires = {"beta >= 0", "beta < 1"},
    step = {
      "z = (1 - rate * decay) * where(t > 1, z, w) - rate * g",
      "x = (1 - 1 / t) * x + z / t",
      "w = (1 - beta) * z + beta * x"
    })
public @interface ScheduleFreeSgd {

  /** The share β of x in the weights at which the gradient is taken; at least 0 and less than 1. */
  double beta() default 0.9;
}
