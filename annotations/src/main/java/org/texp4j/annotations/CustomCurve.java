package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter on a curve that a class of the author's makes: for every shape that this
 * language does not have, such as tables, products and joins.
 *
 * <p>The compiler cannot evaluate the class. It checks nothing of the curve but that the class is
 * fit to make one; whether the recipe can be converted shows when the training class is loaded.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(CustomCurve.List.class)
public @interface CustomCurve {

  /**
   * The class that makes the curve: it implements {@code org.texp4j.schedule.CurveFactory}, is not
   * abstract, and has a constructor without parameters; class and constructor are visible from the
   * declaration's package.
   */
  Class<?> value();

  /** The hyperparameter that has this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** Several of these, for different hyperparameters; written by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with its own {@code of}. */
    CustomCurve[] value();
  }
}
