package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adam with weight decay beside the gradient step, in place of SGD: Loshchilov and Hutter,
 * "Decoupled Weight Decay Regularization", ICLR 2019.
 *
 * <p>Its weight decay is {@link Coupling#DECOUPLED}: θ ← (1 − ηλ)θ before Adam's step. It is not
 * combined with {@link Momentum}; a shape {@code of} {@link Hyperparameter#MOMENTUM} is that of β₁.
 * Defaults are those of PyTorch, Keras and Deeplearning4j.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface AdamW {

  /** The decay β₁ of the mean of gradients; at least 0 and less than 1. */
  double beta1() default 0.9;

  /** The decay β₂ of the mean of squared gradients; at least 0 and less than 1. */
  double beta2() default 0.999;

  /** The ε added to the root of the mean of squares; finite and greater than zero. */
  double epsilon() default 1e-8;
}
