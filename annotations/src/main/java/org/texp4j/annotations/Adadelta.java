package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Steps in units of earlier steps. Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012, with
 * its numbers; its rate is 1.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"n", "d"},
    requires = {"rho >= 0", "rho < 1", "epsilon > 0"},
    step = {
      "n = rho * n + (1 - rho) * (g * g)",
      "u = sqrt(d + epsilon) / sqrt(n + epsilon) * g",
      "d = rho * d + (1 - rho) * (u * u)",
      "w = w - rate * u"
    })
public @interface Adadelta {

  /** The decay rate ρ of both mean squares; at least 0 and less than 1. */
  double rho() default 0.95;

  /** The ε added to both mean squares; greater than zero. */
  double epsilon() default 1e-6;
}
