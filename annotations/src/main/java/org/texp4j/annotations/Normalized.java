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
 * scale invariance is proven are converted, all others keep the declared recipe.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Normalized {

  /** The kind of normalization the network uses. */
  Normalization value();
}
