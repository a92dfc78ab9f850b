package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The gradient divided by the root of the sum of its squares. Duchi, Hazan and Singer, "Adaptive
 * Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 2011; ε as in PyTorch.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = "n",
    requires = "epsilon > 0",
    step = {"n = n + g * g", "w = w - rate * (g / (sqrt(n) + epsilon))"})
public @interface Adagrad {

  /** The ε added to the root of the sum; greater than zero. */
  double epsilon() default 1e-10;
}
