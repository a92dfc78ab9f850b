package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The trigger of a declaration: how the recipe is run, its initial learning rate and its length.
 *
 * <p>Exactly one of {@link #epochs} and {@link #steps} is given. Without a shape annotation such as
 * {@link StepDecay} the rate is constant; {@link Hyperparameter} lists what else can have a shape.
 *
 * <p>A class with several of these has a recipe for each, and gets a training class for each: a
 * comparison is declared and not copied. What else the class says holds for all of them. What only
 * one of them needs stands beside its {@code @Schedule} on a <i>recipe annotation</i>: an
 * annotation type of your own that carries annotations of this language and that the class then
 * carries in their place.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Schedule.List.class)
public @interface Schedule {

  /**
   * The name of this recipe among those of its class: lower-case letters, digits and single hyphens
   * between them. The recipe {@code large-batch} of {@code FashionCnn} is trained by {@code
   * FashionCnnLargeBatchTraining} and runs as {@code fashion-cnn-large-batch}.
   *
   * <p>By default the only recipe of a class has no name, and one of several has that of its recipe
   * annotation or else of its {@link #type}: {@code FashionCnnTexpPlusPlusTraining}.
   */
  String name() default "";

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

  /** Several of these, a recipe each; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a name of its own. */
    Schedule[] value();
  }
}
