package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A learning rate of their own for some layers, a multiple of the declared one at every step, as
 * for fine-tuning a network that was trained before.
 *
 * <p>All tensors of these layers keep the declared recipe at that rate, in every form of it: they
 * are not converted, nor are tensors that are scale invariant only jointly with them. Both forms
 * remain exact. Weight decay is as declared; a layer may have another by Deeplearning4j's {@code
 * .l2(…)}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(LearningRateFactor.List.class)
public @interface LearningRateFactor {

  /** What the declared rate is multiplied by; greater than 0. */
  double value();

  /**
   * The layers: their names, or their indices in a network of layers in a row; at least one. Each
   * may have one factor.
   */
  String[] layers();

  /** The container of repeated annotations; added by the compiler. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.CLASS)
  @interface List {

    /** The annotations, each for other layers. */
    LearningRateFactor[] value();
  }
}
