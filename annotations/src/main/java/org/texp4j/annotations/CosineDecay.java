package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter that falls to a minimum along a cosine: at step s of L it is minimum + (initial
 * − minimum)(1 + cos(2π · cycles · s/L))/2.
 *
 * <p>Half a cosine, the default, is Loshchilov and Hutter's SGDR (ICLR 2017) without restarts,
 * PyTorch's CosineAnnealingLR and optax's cosine_decay_schedule; {@link #cycles} is Hugging Face's
 * {@code num_cycles}. The length L is that of the run, less any {@link Warmup} before it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(CosineDecay.List.class)
public @interface CosineDecay {

  /** The minimum of the cosine; at least zero and at most the initial value. */
  double minimum() default 0;

  /**
   * The number of periods; finite and greater than zero. Half a period falls; a whole one falls and
   * rises again.
   */
  double cycles() default 0.5;

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    CosineDecay[] value();
  }
}
