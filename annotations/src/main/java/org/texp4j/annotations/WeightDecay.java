package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The weight decay λ of the declared recipe, applied to weights and never to biases or to the scale
 * and shift of a normalization.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface WeightDecay {

  /** The coefficient λ; finite and at least zero. With momentum γ and rate η, λη ≤ (1 − √γ)². */
  double value();

  /** Where the decay enters the update. */
  Coupling coupling() default Coupling.IN_GRADIENT;
}
