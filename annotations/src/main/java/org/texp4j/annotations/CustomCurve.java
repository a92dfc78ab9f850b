package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A hyperparameter with a curve of your own, for any shape that has no annotation, such as a table,
 * a product or a join.
 *
 * <p>The compiler cannot evaluate the curve; it checks only that the class can make one. Whether
 * the recipe can be converted is checked when the training class is loaded.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(CustomCurve.List.class)
public @interface CustomCurve {

  /**
   * The class that makes the curve. It must implement {@code org.texp4j.schedule.CurveFactory}, not
   * be abstract, and have a constructor without parameters and checked exceptions; class and
   * constructor must be accessible from the declaration's package.
   */
  Class<?> value();

  /** The hyperparameter with this shape. */
  Hyperparameter of() default Hyperparameter.LEARNING_RATE;

  /** The container of repeated annotations, one per hyperparameter; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each with a different {@code of}. */
    CustomCurve[] value();
  }
}
