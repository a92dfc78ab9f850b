package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Momentum whose step is made orthogonal, for matrices, and AdamW for all other tensors. Jordan et
 * al., "Muon: An optimizer for hidden layers in neural networks", 2024; scaled to the size of
 * AdamW's steps, so that one rate serves both, by Liu et al., "Muon is Scalable for LLM Training",
 * 2025.
 *
 * <p>The weights of convolutions and dense layers are matrices; biases and the scales and shifts of
 * normalizations are not. A shape {@code of} {@link Hyperparameter#MOMENTUM} applies to {@link
 * #momentum}, not to β₁.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@UpdateRule(
    states = {"m", "n"},
    momentum = "momentum",
    coupling = Coupling.DECOUPLED,
    requires = {
      "momentum >= 0",
      "momentum < 1",
      "scale > 0",
      "beta1 >= 0",
      "beta1 < 1",
      "beta2 >= 0",
      "beta2 < 1",
      "epsilon > 0"
    },
    step = {
      "m = momentum * m + g",
      "u = orthogonalize(g + momentum * m)",
      "w = w - rate * (scale * sqrt(max(rows(w), columns(w))) * u)"
    },
    otherwise = {
      "m = beta1 * m + (1 - beta1) * g",
      "n = beta2 * n + (1 - beta2) * (g * g)",
      "w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))"
    })
public @interface Muon {

  /** The Nesterov momentum of matrices; at least 0 and less than 1. */
  double momentum() default 0.95;

  /** The root mean square of a step of a matrix at rate 1, roughly; greater than zero. */
  double scale() default 0.2;

  /** The decay rate β₁ of AdamW's mean of the gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay rate β₂ of AdamW's mean of the squared gradients; at least 0 and less than 1. */
  double beta2() default 0.95;

  /** The ε that AdamW adds to the root of the mean square; greater than zero. */
  double epsilon() default 1e-8;
}
