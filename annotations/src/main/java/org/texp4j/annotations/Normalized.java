package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The claim that the network's weights are normalized, on which the conversion stands.
 *
 * <p>The claim is checked against the network's configuration before the first step: tensors whose
 * scale invariance is proven are converted, all others keep the declared recipe or, with {@link
 * #onlyInvariant}, stay as they are. The command {@code info} of the training class lists every
 * weight tensor by its name in the network's parameter table, with the proof or what it lacks.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Normalized {

  /** The kind of normalization the network uses. */
  Normalization value();

  /**
   * Whether the tensors proven or {@link #asserted} scale invariant are trained and nothing else:
   * scales and shifts of normalizations, biases and the last layer then stay as they are
   * initialized, in every form of the recipe, the declared one included. This is the setting of Li
   * and Arora 2020, in which their theorems hold for all that is trained.
   */
  boolean onlyInvariant() default false;

  /**
   * Groups of weight tensors whose scale invariance the author asserts where the analysis has no
   * rule to prove it: the loss does not change when all tensors of a group are multiplied by one
   * positive number.
   *
   * <p>Each string is one group: names in the network's parameter table, such as {@code
   * attention_Wq}, with commas between them. Blanks around a name do not count; blanks inside one
   * do, as a layer's name may have them. A tensor is named once. Several groups claim more than one
   * group of all their tensors would: that each may be multiplied by a number of its own.
   *
   * <p>An assertion is no proof. Before the first step of a converted run it is tested on the first
   * examples. A run is refused if the loss or its gradient contradicts the assertion, if the
   * network has no such weights, or if they cannot be converted for another reason.
   */
  String[] asserted() default {};
}
