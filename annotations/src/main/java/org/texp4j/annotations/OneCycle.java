package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A learning rate that rises to its maximum and falls to almost zero, once, while the momentum does
 * the opposite: PyTorch's OneCycleLR.
 *
 * <p>The rate in {@link Schedule} is the maximum. The rate starts at maximum/{@link
 * #initialDivisor}, reaches the maximum after the fraction {@link #start} of the run, and ends at
 * the initial rate divided by {@link #finalDivisor}. With {@link #threePhase} it falls back to the
 * initial rate as fast as it rose, and then to the final one. Smith and Topin, "Super-Convergence",
 * 2018. The shape spans the whole run. It has a rise of its own, so it cannot be combined with
 * {@link Warmup}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(OneCycle.List.class)
public @interface OneCycle {

  /**
   * The fraction of the run during which the rate rises; at least 0 and less than 1, and at most
   * 0.5 with {@link #threePhase}.
   */
  double start() default 0.3;

  /** The ratio of the maximum to the initial rate; at least 1. */
  double initialDivisor() default 25;

  /** The ratio of the initial rate to the final one; at least 1. */
  double finalDivisor() default 1e4;

  /** How it moves from one value to the next. */
  Annealing annealing() default Annealing.COSINE;

  /** Whether the rate falls in two phases. */
  boolean threePhase() default false;

  /**
   * Whether the momentum is cycled too, between {@link #momentumMaximum} at the start and the end
   * and {@link #momentumMinimum} at the maximum of the rate; the value in {@link Momentum} is then
   * not used. It has no effect without {@link Momentum} or {@link AdamW}, or for a hyperparameter
   * other than the learning rate.
   */
  boolean momentum() default true;

  /** The momentum at the maximum of the rate; at least 0 and at most {@link #momentumMaximum}. */
  double momentumMinimum() default 0.85;

  /** The momentum at the start and the end; less than 1. */
  double momentumMaximum() default 0.95;

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    OneCycle[] value();
  }
}
