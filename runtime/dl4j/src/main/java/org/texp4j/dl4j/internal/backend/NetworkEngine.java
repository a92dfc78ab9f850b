package org.texp4j.dl4j.internal.backend;

import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;

/**
 * Computes the gradients and outputs of a network in place of Deeplearning4j's layers.
 *
 * <p>The network stays as it is: parameters and gradients are its own arrays, and any change to
 * them or to its configuration counts at the next computation. Not safe for use by several threads.
 */
public interface NetworkEngine extends AutoCloseable {

  /**
   * Whether it computes the gradient on such a batch; otherwise Deeplearning4j has to. Depends on
   * the network and on shapes only.
   */
  boolean supports(Batch batch);

  /** Whether it computes the output for such features; otherwise Deeplearning4j has to. */
  boolean supports(INDArray features);

  /**
   * Computes the gradient of the loss on a batch, summed over its examples, into the network's own
   * array.
   *
   * @param batch one that it {@link #supports(Batch) supports}
   * @return the mean loss, without a penalty for weight decay
   * @throws UnsupportedBatchException if it turns out not to support the batch after all
   * @throws IllegalArgumentException if the labels do not fit the network
   */
  double computeGradient(Batch batch);

  /** The gradient of the last batch by parameter; views of the network's own array. */
  Gradient gradient();

  /**
   * Computes the output for some examples.
   *
   * @param features such as it {@link #supports(INDArray) supports}
   * @param training whether as in training or as in evaluation
   * @return a new array
   * @throws UnsupportedBatchException if it turns out not to support the features after all
   */
  INDArray output(INDArray features, boolean training);

  /**
   * Which layers are computed by what, for batches such as the last that it was asked about; one
   * line.
   */
  String summary();

  /** Frees the native memory; a later computation allocates it again. */
  @Override
  void close();
}
