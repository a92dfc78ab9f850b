package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SGD with momentum whose rate follows the ratio of the norms of weights and gradient, tensor by
 * tensor. You, Gitman and Ginsburg, "Large Batch Training of Convolutional Networks", 2017.
 *
 * <p>Weight decay is {@link Coupling#DECOUPLED} and not part of the ratio: with the paper's decay
 * inside the norm there is no exact equivalent. The ratio is 1 where one of the norms is 0.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = "v",
    momentum = "momentum",
    coupling = Coupling.DECOUPLED,
    requires = {"momentum >= 0", "momentum < 1", "trust > 0"},
    step = {
      "ratio = where(norm(w) * norm(g) > 0, trust * norm(w) / norm(g), 1)",
      "v = momentum * v + rate * ratio * g",
      "w = w - v"
    })
public @interface LARS {

  /** The momentum; at least 0 and less than 1. */
  double momentum() default 0.9;

  /** The trust coefficient, by which the ratio is multiplied; greater than zero. */
  double trust() default 0.001;
}
