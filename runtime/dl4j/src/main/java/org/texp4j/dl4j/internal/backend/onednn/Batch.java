package org.texp4j.dl4j.internal.backend.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a program computes on at present: the only state that its steps share beside tensors. */
final class Batch {

  INDArray features;
  INDArray labels;

  /** The loss, summed over the examples. */
  double loss;
}
