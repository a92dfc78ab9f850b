package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that rises, stays and then falls to a minimum at the end of the run.
 *
 * <p>Warm-up is linear from 0; the fall has one of the shapes of {@link DecayShape}. Hu et al.,
 * "MiniCPM", 2024; Hägele et al., "Scaling Laws and Compute-Optimal Training Beyond Fixed Training
 * Durations", NeurIPS 2024. The shape takes the whole run.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(WarmupStableDecay.List.class)
public @interface WarmupStableDecay {

  /** The length of the rise; by default there is none. */
  Length warmup() default @Length;

  /** The length of the fall; with the rise no longer than the run. */
  Length decay();

  /** The value at the end of the run; at least zero and at most the initial value. */
  double minimum() default 0;

  /** How it falls. */
  DecayShape shape() default DecayShape.LINEAR;

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    WarmupStableDecay[] value();
  }
}
