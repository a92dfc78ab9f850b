package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The trigger of a declaration: how the recipe is run, its initial learning rate and its length.
 *
 * <p>Exactly one of {@link #epochs} and {@link #steps} is given. Without a shape annotation such as
 * {@link StepDecay} the rate is constant; {@link Hyperparameter} lists what else can have a shape.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Schedule {

  /** The form in which the declared recipe is run. */
  ScheduleType type();

  /** The initial learning rate η₀ of the declared recipe; finite and greater than zero. */
  double learningRate();

  /** The length of the run in epochs of ⌈trainingExamples / batchSize⌉ steps; at least 1. */
  int epochs() default 0;

  /** The length of the run in steps; at least 1. */
  long steps() default 0;

  /**
   * Whether the velocity is corrected where the form asks for it: at the start in {@link
   * ScheduleType#EXPONENTIAL}, {@link ScheduleType#TEXP} and {@link ScheduleType#TEXP_MINUS_MINUS},
   * and at every phase in the latter two. Without corrections the run is that of a recipe whose
   * weights receive a kick along themselves there. The other forms have none.
   */
  boolean momentumCorrections() default true;
}
