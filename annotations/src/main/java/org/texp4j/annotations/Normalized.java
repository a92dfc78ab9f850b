package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The claim that the network's weights are normalized, on which the conversion rests.
 *
 * <p>The claim is checked against the network's configuration before the first step: tensors that
 * are proven scale invariant are converted; all others keep the declared recipe or, with {@link
 * #onlyInvariant}, are not trained. The training class's command {@code info} lists every weight
 * tensor by its name in the network's parameter table, with its proof or the reason there is none.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Normalized {

  /** The kind of normalization that the network uses. */
  Normalization value();

  /**
   * Whether only the tensors proven or {@link #asserted} scale invariant are trained. Scales and
   * shifts of normalizations, biases and the last layer then keep their initial values, in every
   * form of the recipe, including the declared one. This is the setting of Li and Arora 2020, in
   * which their theorems hold for everything that is trained.
   */
  boolean onlyInvariant() default false;

  /**
   * Whether batch normalization keeps the running variance as PyTorch does: that of a batch with n
   * values per channel is divided by n − 1, not by n as Deeplearning4j does. Training does not read
   * it; evaluation does.
   */
  boolean unbiasedVariance() default false;

  /**
   * Groups of weight tensors whose scale invariance the author asserts where the analysis has no
   * rule to prove it: the loss does not change when all tensors of a group are multiplied by one
   * positive number.
   *
   * <p>Each string is one group: names in the network's parameter table, such as {@code
   * attention_Wq}, separated by commas. Blanks around a name are ignored; blanks inside one are
   * not, since a layer's name may contain them. No tensor may be named twice. Several groups claim
   * more than one joint group would: each may be multiplied by a number of its own.
   *
   * <p>An assertion is not a proof. It is tested on the first examples before the first step of a
   * converted run. The run is refused if the loss or its gradient contradicts the assertion, if the
   * network has no such weights, or if they cannot be converted for another reason.
   */
  String[] asserted() default {};
}
