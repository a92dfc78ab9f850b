package org.texp4j.dl4j.internal.evaluation;

import java.util.Map;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Metric;

/** Measures one output of a network, batch by batch; columns lie along dimension 1. */
interface OutputMeasure {

  /**
   * Adds a batch.
   *
   * @param mask the mask of the labels; null if there is none
   */
  void add(INDArray labels, INDArray output, INDArray mask);

  /** The metrics of all batches so far, the primary one first. */
  Map<Metric, Double> metrics();

  /** Deeplearning4j's evaluation, which holds all its scores. */
  IEvaluation<?> evaluation();
}
