package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The settings of a run besides its recipe: its name, seed, batch size and epoch size.
 *
 * <p>An epoch has ⌈{@link #trainingExamples} / {@link #batchSize}⌉ steps. Without the annotation,
 * its defaults apply.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Experiment {

  /**
   * The name of the run's directory: lower-case letters, digits and hyphens; by default the class
   * name in that form. Experiments that are compiled together must have different names.
   */
  String name() default "";

  /** The root seed of all randomness: initialization, shuffling, dropout. */
  long seed() default 0;

  /**
   * The number of examples per step; at least 1. Every batch has this size, except the last of an
   * epoch, which may be smaller; others are refused. Data whose batches differ, such as texts
   * grouped by length, have to be regrouped.
   */
  int batchSize() default 128;

  /**
   * The number of examples per epoch; at least 1. If it is not declared, a run counts its data:
   * data that know their number are asked, and others are read once before the first step. The
   * compiler, {@code schedule} and {@code info} then assume that of CIFAR-10, the paper's data set.
   * Data that never end need a declared number.
   */
  int trainingExamples() default 50_000;
}
