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

  /**
   * The coefficient λ; finite and at least zero. It is the initial value of a shape {@code of}
   * {@link Hyperparameter#WEIGHT_DECAY}.
   *
   * <p>With rate η and momentum γ, a run of any length can be converted if λη ≤ (1 − √γ)² for
   * {@link MomentumRule#HEAVY_BALL} and {@link MomentumRule#RATE_IN_VELOCITY}, λη ≤ ((1 − γ)/(1 +
   * γ))² for the Nesterov rules, and λη &lt; 1 for {@link Coupling#DECOUPLED}.
   */
  double value();

  /**
   * Where the decay enters the update. If it is left out, the {@linkplain UpdateRule#coupling rule}
   * decides; always {@link Coupling#DECOUPLED} with {@link AdamW}.
   */
  Coupling coupling() default Coupling.IN_GRADIENT;
}
