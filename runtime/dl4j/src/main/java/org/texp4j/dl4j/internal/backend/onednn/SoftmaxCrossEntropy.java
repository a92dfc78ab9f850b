package org.texp4j.dl4j.internal.backend.onednn;

import java.nio.FloatBuffer;

/**
 * The cross-entropy of a softmax with given probabilities.
 *
 * <p>As Deeplearning4j has it: a probability below the limit, or above one less the limit, counts
 * as the limit in the loss, though not in the gradient.
 *
 * @param limit the least probability, in the loss; 0 for no limit
 * @param classes how many probabilities an example has
 */
record SoftmaxCrossEntropy(double limit, int classes) {

  /**
   * The loss, summed over the examples.
   *
   * @param scores a row an example
   * @param labels the probabilities that are right, in the same shape
   * @param gradient where the gradient by the scores goes: softmax less labels
   */
  double of(FloatBuffer scores, FloatBuffer labels, FloatBuffer gradient) {
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
