package org.texp4j.dl4j.internal.backend.onednn.program;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The batch that a program is computing: all the state its steps share beside tensors. */
public final class ExecutionContext {

  private INDArray features;
  private INDArray labels;
  private double loss;

  ExecutionContext() {}

  /** The features as oneDNN reads them, held so that they are not freed meanwhile. */
  INDArray features() {
    return features;
  }

  /** The labels, {@linkplain FloatArrays#plain plain}, in whichever shape they came. */
  public INDArray labels() {
    return labels;
  }

  /** The loss, summed over the examples. */
  double loss() {
    return loss;
  }

  void setFeatures(INDArray features) {
    this.features = features;
  }

  void setLabels(INDArray labels) {
    this.labels = labels;
  }

  /** Sets the loss, summed over the examples. */
  public void setLoss(double loss) {
    this.loss = loss;
  }

  /** Forgets the batch. */
  void clear() {
    features = null;
    labels = null;
  }
}
