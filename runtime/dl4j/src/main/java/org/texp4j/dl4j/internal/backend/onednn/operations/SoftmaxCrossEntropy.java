package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.nio.FloatBuffer;

/**
 * The cross-entropy between given probabilities and a softmax.
 *
 * <p>As in Deeplearning4j, probabilities are clipped to [limit, 1 − limit] in the loss but not in
 * the gradient.
 *
 * @param limit the least probability in the loss; 0 for no clipping
 * @param classes the number of probabilities per example
 */
record SoftmaxCrossEntropy(double limit, int classes) {

  /**
   * Computes the loss, summed over the examples, and its gradient.
   *
   * @param scores one row per example
   * @param labels the given probabilities, in the same shape
   * @param gradient written: the gradient with respect to the scores, which is softmax − labels
   */
  double compute(FloatBuffer scores, FloatBuffer labels, FloatBuffer gradient) {
    double loss = 0;
    double[] exponentials = new double[classes];
    for (int row = 0; row < scores.capacity(); row += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < classes; i++) {
        largest = Math.max(largest, scores.get(row + i));
      }
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        exponentials[i] = Math.exp(scores.get(row + i) - largest);
        sum += exponentials[i];
      }
      for (int i = 0; i < classes; i++) {
        double probability = exponentials[i] / sum;
        float label = labels.get(row + i);
        gradient.put(row + i, (float) (probability - label));
        if (label != 0) {
          loss -= label * Math.log(limited(probability));
        }
      }
    }
    return loss;
  }

  private double limited(double probability) {
    return limit > 0 ? Math.max(limit, Math.min(1 - limit, probability)) : probability;
  }
}
