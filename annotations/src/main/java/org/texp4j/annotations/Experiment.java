package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a run is besides its recipe: its name, its seed and the size of its epochs.
 *
 * <p>An epoch has ⌈{@link #trainingExamples} / {@link #batchSize}⌉ steps. Where the annotation is
 * absent its defaults hold.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Experiment {

  /**
   * The name of the run's directory; lower-case letters, digits and hyphens. By default the class
   * name in that form.
   */
  String name() default "";

  /** The root of every random choice: initialization, shuffling, dropout. */
  long seed() default 0;

  /** The number of examples in a step; at least 1. */
  int batchSize() default 128;

  /**
   * The number of examples in an epoch; at least 1. By default that of CIFAR-10, the paper's data.
   */
  int trainingExamples() default 50_000;
}
