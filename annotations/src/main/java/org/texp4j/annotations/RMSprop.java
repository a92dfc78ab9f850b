package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The gradient divided by the root of its mean square. Tieleman and Hinton, "Lecture 6.5: RMSprop",
 * Neural Networks for Machine Learning, 2012; with momentum as in PyTorch, whose ρ is 0.99 by
 * default.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"n", "v"},
    momentum = "momentum",
    requires = {"rho >= 0", "rho < 1", "epsilon > 0", "momentum >= 0", "momentum < 1"},
    step = {
      "n = rho * n + (1 - rho) * (g * g)",
      "v = momentum * v + g / (sqrt(n) + epsilon)",
      "w = w - rate * v"
    })
public @interface RMSprop {

  /** The decay rate ρ of the mean of the squared gradients; at least 0 and less than 1. */
  double rho() default 0.9;

  /** The ε added to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;

  /** The momentum of the steps; at least 0 and less than 1. */
  double momentum() default 0;
}
