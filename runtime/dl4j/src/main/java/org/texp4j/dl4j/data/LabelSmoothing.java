package org.texp4j.dl4j.data;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Label smoothing of training data: each label y over K classes becomes (1 − ε)y + ε/K (Szegedy et
 * al. 2016, Section 7).
 *
 * <p>For one-of-n labels along the second dimension, also for each pixel or time step; where all
 * labels are 0, they stay so. Set it with {@code setPreProcessor} on the iterator of a
 * {@code @TrainingData} method, and not on that of evaluation data. Safe for use by several
 * threads.
 *
 * @param share ε, the part of each label that is spread over the classes; at least 0, less than 1
 */
public record LabelSmoothing(double share) implements DataSetPreProcessor {

  /**
   * Creates a label smoothing.
   *
   * @throws IllegalArgumentException if {@code share} is out of its range
   */
  public LabelSmoothing {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share must be at least 0 and less than 1, not " + share);
    }
  }

  /**
   * Smooths the labels of a batch.
   *
   * @throws IllegalArgumentException if they are for less than two classes
   */
  @Override
  public void preProcess(DataSet batch) {
    INDArray labels = batch.getLabels();
    if (labels.rank() < 2 || labels.size(1) < 2) {
      throw new IllegalArgumentException(
          "label smoothing needs one-of-n labels of at least two classes, not labels of shape "
              + Arrays.toString(labels.shape()));
    }
    // 1 where there is a class; broadcast over the classes.
    INDArray total = labels.sum(true, 1);
    batch.setLabels(labels.mul(1 - share).add(total.mul(share / labels.size(1))));
  }
}
