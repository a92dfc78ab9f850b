package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A learning rate that rises to its maximum and falls to almost nothing, once, while the momentum
 * goes the other way: PyTorch's OneCycleLR.
 *
 * <p>The rate of {@link Schedule} is the maximum. The rate starts at maximum/initialDivisor,
 * reaches the maximum after the fraction {@link #start} of the run, and ends at the initial rate
 * over {@link #finalDivisor}. With {@link #threePhase} it falls back to the initial rate as fast as
 * it rose, and then to the end. Smith and Topin, "Super-Convergence", 2018. The shape takes the
 * whole run; it has a rise of its own and goes with no {@link Warmup}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(OneCycle.List.class)
public @interface OneCycle {

  /**
   * The fraction of the run in which the rate rises; at least 0 and less than 1, and at most 0.5
   * with {@link #threePhase}.
   */
  double start() default 0.3;

  /** The maximum over the initial rate; at least 1. */
  double initialDivisor() default 25;

  /** The initial rate over the rate at the end; at least 1. */
  double finalDivisor() default 1e4;

  /** What lies between two values. */
  Annealing annealing() default Annealing.COSINE;

  /** Whether the rate falls in two phases. */
  boolean threePhase() default false;

  /**
   * Whether the momentum is cycled too, between {@link #momentumMaximum} at the start and the end
   * and {@link #momentumMinimum} at the maximum of the rate; the value in {@link Momentum} then
   * only says that there is one. Without {@link Momentum} or {@link AdamW} there is nothing to
   * cycle; for another hyperparameter than the rate nothing is.
   */
  boolean momentum() default true;

  /** The momentum at the maximum of the rate; at least 0 and at most {@link #momentumMaximum}. */
  double momentumMinimum() default 0.85;

  /** The momentum at the start and at the end; less than 1. */
  double momentumMaximum() default 0.95;

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    OneCycle[] value();
  }
}
