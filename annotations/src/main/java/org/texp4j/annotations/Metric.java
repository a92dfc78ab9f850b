package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that computes a metric of your own on the evaluation data, beside those that follow from
 * the outputs of the network. Its name is that of the method; there may be several.
 *
 * <p>It must be static and not private, take an {@code org.texp4j.dl4j.TrainedNetwork} and an
 * {@code Iterable<org.texp4j.dl4j.Batch>}, and return a {@code double}:
 *
 * <pre>{@code
 * @Metric(better = HIGHER, primary = true)
 * static double auc(TrainedNetwork network, Iterable<Batch> data) {
 *   ROC roc = new ROC();
 *   for (Batch batch : data) {
 *     roc.eval(batch.labels().get(0), network.outputs(batch, false).get(0));
 *   }
 *   return roc.calculateAUC();
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Metric {

  /** Which of two values is better. */
  Better better();

  /**
   * Whether the best model and {@code --patience} follow this metric, in place of the one that
   * follows from the outputs of the network. At most one metric may be primary.
   */
  boolean primary() default false;
}
