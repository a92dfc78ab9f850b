package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SGD with momentum on a sphere, for matrices: every step has the length η‖w‖, and the norm of the
 * weights stays what it was. Wen et al., "Fantastic Pretraining Optimizers and Where to Find Them
 * II: Hyperball Optimization", 2026. All other tensors have SGD with momentum.
 *
 * <p>The paper has no weight decay; here it acts before the step and only makes the angle of the
 * step larger. A matrix must not be zero.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = "v",
    momentum = "momentum",
    coupling = Coupling.DECOUPLED,
    requires = {"momentum >= 0", "momentum < 1"},
    step = {
      "v = momentum * v + g",
      "n = norm(w)",
      "u = (1 - rate * decay) * w - rate * n * v / norm(v)",
      "w = u * (n / norm(u))"
    },
    otherwise = {"v = momentum * v + g", "w = (1 - rate * decay) * w - rate * v"})
public @interface Hyperball {

  /** The momentum; at least 0 and less than 1. */
  double momentum() default 0.9;
}
