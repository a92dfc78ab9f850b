package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that rises, stays constant and then falls to a minimum at the end of the run.
 *
 * <p>The warm-up is linear from 0; the fall has one of the shapes of {@link DecayShape}. Hu et al.,
 * "MiniCPM", 2024; Hägele et al., "Scaling Laws and Compute-Optimal Training Beyond Fixed Training
 * Durations", NeurIPS 2024. The shape spans the whole run.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(WarmupStableDecay.List.class)
public @interface WarmupStableDecay {

  /** The length of the rise; by default there is none. */
  Length warmup() default @Length;

  /** The length of the fall; rise and fall together are no longer than the run. */
  Length decay();

  /** The value at the end of the run; at least zero and at most the initial value. */
  double minimum() default 0;

  /** How it falls. */
  DecayShape shape() default DecayShape.LINEAR;

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    WarmupStableDecay[] value();
  }
}
