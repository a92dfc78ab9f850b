package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A recipe: the form in which it is run, its initial learning rate and its length. This annotation
 * triggers the compiler.
 *
 * <p>Exactly one of {@link #epochs} and {@link #steps} must be given. Without a shape annotation
 * such as {@link StepDecay} the rate is constant; {@link Hyperparameter} lists everything that can
 * have a shape.
 *
 * <p>A class with several of these has one recipe and one training class for each, so a comparison
 * needs no copies. All other annotations of the class apply to all of its recipes. Annotations that
 * only one recipe needs go, with its {@code @Schedule}, on a <i>recipe annotation</i>: an
 * annotation type of your own that carries annotations of this language, with which you annotate
 * the class in their place.
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
   * <p>By default the only recipe of a class has no name, and each of several is named after its
   * recipe annotation or else its {@link #type}: {@code FashionCnnTexpPlusPlusTraining}.
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
   * Whether the velocity is corrected where the form requires it: at the start in {@link
   * ScheduleType#EXPONENTIAL}, {@link ScheduleType#TEXP} and {@link ScheduleType#TEXP_MINUS_MINUS},
   * and at every phase in the latter two. Without corrections the run is that of a recipe whose
   * weights are kicked along themselves at those points. The other forms have no corrections.
   */
  boolean momentumCorrections() default true;

  /** The container of repeated annotations, one per recipe; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different name. */
    Schedule[] value();
  }
}
