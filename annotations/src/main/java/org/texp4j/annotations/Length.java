package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A length within an annotation that has several; exactly one of its attributes must be given. */
@Documented
@Target({})
@Retention(RetentionPolicy.CLASS)
public @interface Length {

  /** The length in epochs; at least 1. */
  int epochs() default 0;

  /** The length in steps; at least 1. */
  long steps() default 0;

  /**
   * The length as a fraction of the shape's length, rounded to the nearest step; greater than 0 and
   * at most 1.
   */
  double fraction() default 0;
}
